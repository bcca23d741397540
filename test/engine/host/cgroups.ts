import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rmdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { patiently } from "./patience.ts";

/** The cgroup that all containers of an engine are below, in every hierarchy. */
export const cgroupOf = (state: string): string => basename(state);

/** `tmpfs /sys/fs/cgroup …`, `cgroup /sys/fs/cgroup/cpu …` → the folders of hierarchies, of version 1 and 2 */
export function hierarchies(mounts: string): string[] {
  return mounts
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([, , type]) => type === "cgroup" || type === "cgroup2")
    .flatMap(([, folder]) => folder ?? []);
}

const ownFolders = (state: string) =>
  hierarchies(readFileSync("/proc/mounts", "utf8")).map((folder) => join(folder, cgroupOf(state)));

export async function makeCgroup(state: string): Promise<void> {
  for (const folder of ownFolders(state)) {
    await mkdir(folder, { recursive: true });
    // a new cpuset of version 1 is empty, and nothing may run in an empty one
    for (const file of ["cpuset.cpus", "cpuset.mems"]) {
      if (!existsSync(join(folder, file))) continue;
      await writeFile(join(folder, file), readFileSync(join(folder, "..", file), "utf8").trim());
    }
  }
}

/** Removes the cgroup. Nothing runs in it any more, yet the kernel may need a moment to see it so (EBUSY). */
export async function removeCgroup(state: string): Promise<void> {
  for (const folder of ownFolders(state)) {
    for (const below of deepestFirst(folder)) await patiently(() => rmdir(below), "EBUSY");
  }
}

export const cgroupsLeft = (state: string): string[] => ownFolders(state).filter((folder) => existsSync(folder));

function deepestFirst(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const children = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...children.flatMap((entry) => deepestFirst(join(folder, entry.name))), folder];
}
