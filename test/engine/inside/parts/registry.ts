import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Part } from "../part.ts";
import { answers } from "../probe.ts";
import { folderOf, type Settings } from "../settings.ts";

export const registryStorage = (state: string): string => join(state, "registry", "storage");

export function registry(settings: Settings): Part {
  const folder = folderOf(settings, "registry");
  const config = join(folder, "config.json");
  // JSON is YAML, which is what it reads
  const configuration = {
    version: 0.1,
    log: { level: "warn", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: registryStorage(settings.state) }, delete: { enabled: true } },
    http: { addr: `127.0.0.1:${settings.ports.registry}` },
  };
  return {
    name: "docker-registry",
    after: [],
    command: ["docker-registry", "serve", config],
    prepare: async () => {
      await mkdir(folder, { recursive: true });
      await writeFile(config, JSON.stringify(configuration));
    },
    ready: () => answers(`http://127.0.0.1:${settings.ports.registry}/v2/`),
  };
}
