import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeKubeconfig } from "../kubeconfig.ts";
import { nodeName } from "../names.ts";
import type { Part } from "../part.ts";
import { answers } from "../probe.ts";
import { folderOf, kubeconfigOf, type Settings } from "../settings.ts";

export function proxy(settings: Settings): Part {
  const folder = folderOf(settings, "proxy");
  const config = join(folder, "config.json");
  const configuration = {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    clientConnection: { kubeconfig: kubeconfigOf(settings, "proxy") },
    hostnameOverride: nodeName,
    clusterCIDR: "10.244.0.0/24",
    mode: "iptables",
    // its own wish is -999, which fails without CAP_SYS_RESOURCE
    oomScoreAdj: 0,
    // the kernel's table of connections belongs to the machine: leave its size alone
    conntrack: { maxPerCore: 0, min: 0 },
    healthzBindAddress: `127.0.0.1:${settings.ports.proxyHealth}`,
    metricsBindAddress: `127.0.0.1:${settings.ports.proxyMetrics}`,
  };
  return {
    name: "kube-proxy",
    after: ["kube-apiserver"],
    command: ["kube-proxy", `--config=${config}`],
    prepare: async () => {
      await mkdir(folder, { recursive: true });
      await writeFile(config, JSON.stringify(configuration, null, 2));
      await writeKubeconfig(settings, "proxy");
    },
    // says 503 until the first rules are written
    ready: () => answers(`http://127.0.0.1:${settings.ports.proxyHealth}/healthz`),
  };
}
