import { writeKubeconfig } from "../kubeconfig.ts";
import type { Part } from "../part.ts";
import { pki } from "../pki.ts";
import { answers } from "../probe.ts";
import { kubeconfigOf, type Settings } from "../settings.ts";

export function controllers(settings: Settings): Part {
  const files = pki(settings);
  const kubeconfig = kubeconfigOf(settings, "controllers");
  return {
    name: "kube-controller-manager",
    after: ["kube-apiserver"],
    command: [
      "kube-controller-manager",
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      "--bind-address=127.0.0.1",
      `--secure-port=${settings.ports.controllers}`,
      // there is one: electing a leader would only cost the first seconds
      "--leader-elect=false",
      // each controller with its own account and rights, as in a real cluster, so that RBAC and the audit log show who did what
      "--use-service-account-credentials=true",
      `--service-account-private-key-file=${files.serviceAccountKey}`,
      `--root-ca-file=${files.ca}`,
      `--cluster-signing-cert-file=${files.ca}`,
      `--cluster-signing-key-file=${files.caKey}`,
    ],
    prepare: async () => {
      await writeKubeconfig(settings, "controllers");
    },
    ready: () => answers(`https://127.0.0.1:${settings.ports.controllers}/healthz`, { insecure: true }),
  };
}
