import { cp, lstat, mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";

/**
 * The folder that a container has for its root. Where it may not write to its root the image's own files are shared, by
 * links, and only the folders on the way to what is mounted are its own; else it gets a copy of everything.
 */
export async function makeRoot(
  image: string,
  root: string,
  container: { readonly readOnly: boolean; readonly mounts: readonly string[] },
): Promise<void> {
  if (!container.readOnly) return cp(image, root, { recursive: true, verbatimSymlinks: true });
  const mounts = container.mounts.map((path) => path.split("/").filter((part) => part !== ""));
  return share(image, root, mounts);
}

async function share(from: string, to: string, mounts: readonly (readonly string[])[]): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    const below = mounts.filter(([first]) => first === name).map(([, ...rest]) => rest);
    const own = below.length > 0 && (await lstat(join(from, name))).isDirectory();
    // what is mounted hides what the image has there
    if (below.some((rest) => rest.length === 0)) continue;
    if (own) await share(join(from, name), join(to, name), below);
    else await symlink(join(from, name), join(to, name));
  }
}
