import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Part } from "../part.ts";
import { listens } from "../probe.ts";
import { folderOf, type Settings, sockets } from "../settings.ts";

/** Debian's containernetworking-plugins. */
const cniPrograms = "/usr/lib/cni";

/** Pods' network: one bridge. It does not enforce NetworkPolicy. */
const network = {
  cniVersion: "0.4.0",
  name: "tidegate-engine",
  plugins: [
    {
      type: "bridge",
      bridge: "cni0",
      isGateway: true,
      ipMasq: true,
      // a pod may reach itself through its own Service
      hairpinMode: true,
      ipam: {
        type: "host-local",
        ranges: [[{ subnet: "10.244.0.0/24" }]],
        routes: [{ dst: "0.0.0.0/0" }],
      },
    },
    { type: "portmap", capabilities: { portMappings: true } },
    // dockerd sets the policy of FORWARD to DROP: this lets each pod's own address through
    { type: "firewall" },
  ],
};

const networkFolder = (state: string) => join(state, "containerd", "network");
export const networkFile = (state: string): string => join(networkFolder(state), "10-bridge.conflist");

function configuration(settings: Settings): string {
  const folder = folderOf(settings, "containerd");
  return `version = 2
root = "${join(folder, "root")}"
state = "${join(folder, "state")}"
# no negative value: this machine may lack CAP_SYS_RESOURCE
oom_score = 0

[grpc]
  address = "${sockets(settings.state).containerd}"

[plugins."io.containerd.grpc.v1.cri"]
  # the registry of the internet may be out of reach
  sandbox_image = "${settings.pauseImage}"
  # without CAP_SYS_RESOURCE a negative oom_score_adj fails, and the sandbox dies with "can't get final child's PID from pipe"
  restrict_oom_score_adj = true

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = "${cniPrograms}"
  conf_dir = "${networkFolder(settings.state)}"

[plugins."io.containerd.internal.v1.opt"]
  path = "${join(folder, "opt")}"
`;
}

export function containerd(settings: Settings): Part {
  const folder = folderOf(settings, "containerd");
  const config = join(folder, "config.toml");
  return {
    name: "containerd",
    after: [],
    command: ["containerd", `--config=${config}`, "--log-level=warn"],
    prepare: async () => {
      await mkdir(networkFolder(settings.state), { recursive: true });
      await writeFile(networkFile(settings.state), JSON.stringify(network, null, 2));
      await writeFile(config, configuration(settings));
    },
    ready: () => listens(sockets(settings.state).containerd),
  };
}
