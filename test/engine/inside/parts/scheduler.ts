import { writeKubeconfig } from "../kubeconfig.ts";
import type { Part } from "../part.ts";
import { answers } from "../probe.ts";
import { kubeconfigOf, type Settings } from "../settings.ts";

export function scheduler(settings: Settings): Part {
  const kubeconfig = kubeconfigOf(settings, "scheduler");
  return {
    name: "kube-scheduler",
    after: ["kube-apiserver"],
    command: [
      "kube-scheduler",
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      "--bind-address=127.0.0.1",
      `--secure-port=${settings.ports.scheduler}`,
      // there is one: electing a leader would only cost the first seconds
      "--leader-elect=false",
    ],
    prepare: async () => {
      await writeKubeconfig(settings, "scheduler");
    },
    ready: () => answers(`https://127.0.0.1:${settings.ports.scheduler}/healthz`, { insecure: true }),
  };
}
