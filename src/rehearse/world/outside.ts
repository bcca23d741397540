import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { answerAudits, auditHosts } from "./advisories/answer.ts";
import { type Gateway, startGateway } from "./gateway/gateway.ts";
import { trustBundle, trusting } from "./gateway/trust.ts";

export interface OutsideOptions {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly packages: Promise<PackageSettings>;
  /** somebody asked for advisories */
  readonly asked: (what: string) => void;
}

/** How this machine's package managers find their registries. */
export interface PackageSettings {
  readonly env: Readonly<Record<string, string>>;
  /** `host:port` of each: their questions about advisories are answered here */
  readonly hosts: readonly string[];
}

export interface Outside {
  /** what leads steps through the gateway */
  readonly variables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

function upstreamOf(env: OutsideOptions["env"]): URL | undefined {
  const text = env["HTTPS_PROXY"] ?? env["https_proxy"] ?? "";
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** The way out of a rehearsal's steps, in front of the machine's own, with the advisories' stand-in on it. */
export async function openOutside(options: OutsideOptions): Promise<Outside> {
  const { folder, env } = options;
  const gateway: Gateway = await startGateway({
    way: options.packages.then((packages) => ({
      hosts: [...auditHosts, ...packages.hosts.map((host) => host.replace(/:\d+$/, ""))],
      upstream: upstreamOf({ ...env, ...packages.env }),
    })),
    intercept: answerAudits(options.asked),
    trust: (own) => trustBundle(own, env),
  });
  const bundle = join(folder, "trusted.pem");
  await writeFile(bundle, gateway.bundle).catch(async (cause: unknown) => {
    await gateway.stop();
    throw cause;
  });
  const { url } = gateway;
  const loopback = "localhost,127.0.0.1,::1";
  return {
    variables: {
      ...{ HTTP_PROXY: url, HTTPS_PROXY: url, http_proxy: url, https_proxy: url },
      ...{ NO_PROXY: loopback, no_proxy: loopback, NODE_USE_ENV_PROXY: "1" },
      ...trusting(bundle),
    },
    stop: () => gateway.stop(),
  };
}
