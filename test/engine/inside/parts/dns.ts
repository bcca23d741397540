import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeKubeconfig } from "../kubeconfig.ts";
import { applyObjects, dnsObjects } from "../objects.ts";
import type { Part } from "../part.ts";
import { answers } from "../probe.ts";
import { folderOf, kubeconfigOf, type Settings } from "../settings.ts";

/** CoreDNS runs on the machine, not in a pod: no image to build, and it serves before the first pod. */
export function dns(settings: Settings): Part {
  const folder = folderOf(settings, "dns");
  const config = join(folder, "Corefile");
  return {
    name: "coredns",
    after: ["kube-apiserver"],
    command: ["coredns", "-conf", config],
    prepare: async () => {
      await mkdir(folder, { recursive: true });
      await writeFile(
        config,
        `.:${settings.ports.dns} {
  bind ${settings.nodeAddress}
  ready 127.0.0.1:${settings.ports.dnsReady}
  errors
  cache 5
  kubernetes cluster.local in-addr.arpa {
    kubeconfig ${kubeconfigOf(settings, "dns")}
  }
}
`,
      );
      await writeKubeconfig(settings, "dns");
      await applyObjects(settings, dnsObjects(settings)); // it serves only once it may read
    },
    ready: () => answers(`http://127.0.0.1:${settings.ports.dnsReady}/ready`),
  };
}
