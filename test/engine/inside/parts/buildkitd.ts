import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cgroupOf } from "../../host/cgroups.ts";
import type { Part } from "../part.ts";
import { listens } from "../probe.ts";
import { folderOf, type Settings, sockets } from "../settings.ts";

/** A BuildKit beside the one in dockerd, because that one (20.10) cannot attest provenance. */
export function buildkitd(settings: Settings): Part {
  const folder = folderOf(settings, "buildkit");
  const config = join(folder, "buildkitd.toml");
  return {
    name: "buildkitd",
    after: [],
    command: [
      "buildkitd",
      `--config=${config}`,
      `--addr=unix://${sockets(settings.state).buildkit}`,
      `--root=${join(folder, "root")}`,
    ],
    prepare: async () => {
      await mkdir(folder, { recursive: true });
      await writeFile(
        config,
        `[worker.oci]
  enabled = true
  # steps share the machine's network: no second bridge to make and to remove
  networkMode = "host"
  defaultCgroupParent = "/${cgroupOf(settings.state)}"
  # everything goes with the state folder
  gc = false

[worker.containerd]
  enabled = false
`,
      );
    },
    ready: () => listens(sockets(settings.state).buildkit),
  };
}
