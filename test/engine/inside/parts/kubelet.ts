import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cgroupOf } from "../../host/cgroups.ts";
import { writeKubeconfig } from "../kubeconfig.ts";
import { dnsAddress, nodeName } from "../names.ts";
import type { Part } from "../part.ts";
import { pki } from "../pki.ts";
import { answers } from "../probe.ts";
import { folderOf, kubeconfigOf, type Settings, sockets } from "../settings.ts";

function configuration(settings: Settings) {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    port: settings.ports.kubelet,
    healthzPort: settings.ports.kubeletHealth,
    containerRuntimeEndpoint: `unix://${sockets(settings.state).containerd}`,
    authentication: { anonymous: { enabled: false }, x509: { clientCAFile: pki(settings).ca } },
    authorization: { mode: "Webhook" },
    clusterDNS: [dnsAddress],
    clusterDomain: "cluster.local",
    // no systemd here to ask for cgroups
    cgroupDriver: "cgroupfs",
    // below a cgroup of the engine's own, so that all of it can be found and removed
    cgroupRoot: `/${cgroupOf(settings.state)}`,
    // cgroup v1 and swap are what the machine has; both would be refused otherwise
    failCgroupV1: false,
    failSwapOn: false,
    // the machine's own processes live in no cgroup that could be limited
    enforceNodeAllocatable: [],
    volumePluginDir: join(folderOf(settings, "kubelet"), "volume-plugins"),
    // its own wish is -999, which fails without CAP_SYS_RESOURCE
    oomScoreAdj: 0,
    // a fairly full disk is no reason to refuse pods or to remove images that tests are about to use
    imageGCHighThresholdPercent: 100,
    evictionHard: { "memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%" },
  };
}

export function kubelet(settings: Settings): Part {
  const folder = folderOf(settings, "kubelet");
  const config = join(folder, "config.json");
  return {
    name: "kubelet",
    after: ["kube-apiserver", "containerd"],
    command: [
      "kubelet",
      `--config=${config}`,
      `--kubeconfig=${kubeconfigOf(settings, "kubelet")}`,
      `--hostname-override=${nodeName}`,
      // a loopback address is refused
      `--node-ip=${settings.nodeAddress}`,
    ],
    prepare: async () => {
      await mkdir(folder, { recursive: true });
      await writeFile(config, JSON.stringify(configuration(settings), null, 2));
      await writeKubeconfig(settings, "kubelet");
    },
    ready: () => answers(`http://127.0.0.1:${settings.ports.kubeletHealth}/healthz`),
  };
}
