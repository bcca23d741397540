import { existsSync } from "node:fs";
import { copyFile, cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { must } from "../host/run.ts";
import type { Progress } from "../progress.ts";
import { contentHash, exists, once } from "./content.ts";

const bundle = "/etc/ssl/certs/ca-certificates.crt";
const release = "bookworm";

/** What a base image can do without, most of it kept only for people at a terminal. */
const needless = [
  "usr/share/doc",
  "usr/share/man",
  "usr/share/locale",
  "usr/share/info",
  "var/lib/apt/lists",
  "var/cache/apt",
];

const folderFor = (cache: string) =>
  join(cache, `debian-${contentHash([import.meta.filename], { bundle: bundleHash() })}`);

/** Another machine's certificates make another image: builds reach their registries through this machine's proxies. */
const bundleHash = () => (existsSync(bundle) ? contentHash([bundle], {}) : "none");

export const debianArchive = (cache: string): string => join(folderFor(cache), "root.tar");

/** A minimal Debian as a tar archive, made by debootstrap: the bottom of every base image. */
export async function debianRoot(cache: string, progress: Progress): Promise<void> {
  if (await exists(folderFor(cache))) return;
  await progress.during(`making a minimal Debian ${release}`, () =>
    once(folderFor(cache), async (folder) => {
      const root = join(folder, "root");
      const debootstrap = ["debootstrap", "--variant=minbase", "--include=ca-certificates", release, root];
      // in namespaces of its own: the mounts it makes in the new root go with it, also when it is killed
      await must(["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", ...debootstrap]);
      await trust(root);
      for (const path of needless) await rm(join(root, path), { recursive: true, force: true });
      await must([
        "tar",
        "--create",
        "--numeric-owner",
        `--file=${join(folder, "root.tar")}`,
        `--directory=${root}`,
        ".",
      ]);
      await rm(root, { recursive: true });
    }),
  );
}

/** Builds that install packages have to trust whom this machine trusts. */
async function trust(root: string): Promise<void> {
  const added = "usr/local/share/ca-certificates";
  if (existsSync(join("/", added)))
    await cp(join("/", added), join(root, added), { recursive: true, dereference: true });
  if (existsSync(bundle)) await copyFile(bundle, join(root, bundle));
}
