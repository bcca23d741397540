import { mkdir } from "node:fs/promises";
import { writeKubeconfig } from "../kubeconfig.ts";
import { applyObjects, metricsObjects } from "../objects.ts";
import type { Part } from "../part.ts";
import { answers } from "../probe.ts";
import { folderOf, kubeconfigOf, type Settings } from "../settings.ts";

/** What `kubectl top` and a HorizontalPodAutoscaler read; on the machine, like DNS. */
export function metrics(settings: Settings): Part {
  const folder = folderOf(settings, "metrics");
  const kubeconfig = kubeconfigOf(settings, "metrics");
  return {
    name: "metrics-server",
    after: ["kube-apiserver", "kubelet"],
    command: [
      "metrics-server",
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      `--secure-port=${settings.ports.metrics}`,
      `--cert-dir=${folder}`,
      // the kubelet signs its own certificate here, and its name is in no DNS
      "--kubelet-insecure-tls",
      "--kubelet-preferred-address-types=InternalIP",
      // the shortest it takes: a test of scaling waits for several of these
      "--metric-resolution=10s",
      "--kubelet-request-timeout=5s", // has to be below the resolution
    ],
    prepare: async () => {
      await mkdir(folder, { recursive: true });
      await writeKubeconfig(settings, "metrics");
      await applyObjects(settings, metricsObjects(settings));
    },
    // /readyz waits for the first measurements, a quarter of a minute after the node: `up` does not
    ready: () => answers(`https://127.0.0.1:${settings.ports.metrics}/livez`, { insecure: true }),
  };
}
