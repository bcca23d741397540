import { mkdir, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { at } from "../cluster/json/path.ts";
import { objectsOf, stringOr } from "../cluster/json/value.ts";
import type { KubeObject } from "../cluster/object.ts";

export interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string | undefined;
}

export interface VolumePlaces {
  /** goes with the pod */
  readonly pod: string;
  /** outlives it */
  readonly namespace: string;
}

/** The folder that is a volume, where it is one that containers write to; the others are files that kubelet brings. */
function folderOf(pod: KubeObject, name: string, places: VolumePlaces): string | undefined {
  const volume = objectsOf(at(pod, "spec", "volumes")).find((one) => one["name"] === name);
  const claim = stringOr(at(volume, "persistentVolumeClaim", "claimName"));
  if (claim !== undefined) return join(places.namespace, "claims", claim);
  return volume?.["emptyDir"] === undefined ? undefined : join(places.pod, name);
}

/** Makes a container's volumes appear in its root, the same folder in each container of the pod. */
export async function mountVolumes(
  root: string,
  pod: KubeObject,
  mounts: readonly Mount[],
  places: VolumePlaces,
): Promise<void> {
  for (const { name, mountPath, subPath = "" } of mounts) {
    const target = join(root, mountPath);
    // what is mounted hides what the image has there
    await rm(target, { recursive: true, force: true });
    await mkdir(dirname(target), { recursive: true });
    const folder = folderOf(pod, name, places);
    if (folder === undefined) continue;
    await mkdir(join(folder, subPath), { recursive: true });
    await symlink(join(folder, subPath), target);
  }
}
