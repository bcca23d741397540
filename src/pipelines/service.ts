import type { Config, Service } from "../config/index.ts";
import { variable } from "../expr/contexts.ts";
import type { Expr } from "../expr/expression.ts";
import { orElse } from "../expr/functions.ts";
import { text } from "../expr/text.ts";

/** A service with its name, as the configuration has it. */
export interface NamedService<Name extends string = string> extends Service {
  readonly name: Name;
}

/** How the manifests call its image. */
export const imageOf = (service: NamedService): string => service.image ?? service.name;

/** `ghcr.io`, unless the repository's variable names another. */
export const registryHost = ({ registry }: Config): string | Expr<string, "vars"> =>
  registry.hostFrom === undefined ? registry.host : orElse(variable(registry.hostFrom), registry.host);

/** What stands behind the host: `acme/shop/order-api`. */
export const imagePath = ({ registry }: Config, service: NamedService): string =>
  `${registry.namespace}/${imageOf(service)}`;

/** The image's whole name: from the configuration, never from a job's output, for GitHub drops one that holds a masked value. */
export const imageName = (config: Config, service: NamedService): string | Expr<string, "vars"> => {
  const host = registryHost(config);
  const path = imagePath(config, service);
  return typeof host === "string" ? `${host}/${path}` : text`${host}/${path}`;
};
