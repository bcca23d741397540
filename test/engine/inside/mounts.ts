import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { must } from "../host/run.ts";

/**
 * Folders whose place is fixed in containerd, kubelet, BuildKit and the CNI plugins. In the engine's mount namespace each is
 * a folder of its state, so that the machine's own stays as it is, and everything mounted below goes with the namespace.
 */
export const privateFolders = [
  "/run/containerd",
  "/run/netns",
  "/run/docker",
  "/run/buildkit",
  "/var/lib/kubelet",
  "/var/lib/cni",
  "/var/log/pods",
  "/var/log/containers",
] as const;

/** Called by the first process in the mount namespace; the mount points exist already. */
export async function makeFoldersPrivate(state: string): Promise<void> {
  // shared among the parts (volumes and secrets mounted by kubelet show in containers), and still cut off from the machine
  await must(["mount", "--make-rshared", "/"]);
  for (const folder of privateFolders) {
    const own = join(state, "private", folder.slice(1).replaceAll("/", "-"));
    await mkdir(own, { recursive: true });
    await must(["mount", "--bind", own, folder]);
    // a mount that containers receive has to be shared, and a bind mount is not by itself
    await must(["mount", "--make-rshared", folder]);
  }
}
