import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cgroupOf } from "../../host/cgroups.ts";
import type { Part } from "../part.ts";
import { dockerPings } from "../probe.ts";
import { folderOf, type Settings, sockets } from "../settings.ts";

export function dockerd(settings: Settings): Part {
  const folder = folderOf(settings, "docker");
  const config = join(folder, "daemon.json");
  const { containerd, docker } = sockets(settings.state);
  return {
    name: "dockerd",
    after: ["containerd"],
    command: [
      "dockerd",
      `--host=unix://${docker}`,
      // an empty file of our own: /etc/docker/daemon.json belongs to the machine
      `--config-file=${config}`,
      `--containerd=${containerd}`,
      `--data-root=${join(folder, "root")}`,
      `--exec-root=${join(folder, "exec")}`,
      `--pidfile=${join(folder, "docker.pid")}`,
      `--cgroup-parent=/${cgroupOf(settings.state)}`,
      // its own wish is -500, which fails without CAP_SYS_RESOURCE
      "--oom-score-adjust=0",
      "--log-level=warn",
    ],
    prepare: async () => {
      await mkdir(folder, { recursive: true });
      await writeFile(config, "{}\n");
    },
    ready: () => dockerPings(docker),
  };
}
