import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Config, isConfig } from "../config/index.ts";
import { isConfigError, ProjectError, UsageError } from "./io.ts";

const places = ["tidegate.config.ts", "tidegate.config.mts", "tidegate.config.js", "tidegate.config.mjs"];

/** The configuration of the repository in this folder; undefined where it has none. */
export async function readConfig(root: string): Promise<Config | undefined> {
  const file = places.find((name) => existsSync(join(root, name)));
  if (file === undefined) return undefined;
  const made: { readonly default?: unknown } = await import(pathToFileURL(join(root, file)).href).catch(
    (error: unknown) => {
      if (isConfigError(error)) throw new ProjectError(error.message, { cause: error });
      throw new UsageError(`${file} could not be loaded: ${error instanceof Error ? error.message : String(error)}`);
    },
  );
  if (isConfig(made.default)) return made.default;
  throw new UsageError(`${file} has no configuration: export default defineConfig({ … })`);
}
