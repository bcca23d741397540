import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { pack } from "tar-stream";
import { type Digest, digestOf } from "../registry/digest.ts";
import type { Entry } from "./tree.ts";

export interface Layer {
  /** of the archive, by which the registry and the image's config know it */
  readonly digest: Digest;
  readonly content: Buffer;
}

/** The folder above an entry, where the entries do not bring it. */
export type FolderAbove = (path: string) => Omit<Entry, "path" | "what">;

/** Entries in order of path, every parent folder before what it holds. */
function complete(entries: readonly Entry[], above: FolderAbove): Entry[] {
  const all = new Map<string, Entry>();
  const folder = (path: string) => {
    if (path === "." || path === "" || all.has(path)) return;
    folder(dirname(path));
    all.set(path, { path, ...above(path), what: { kind: "folder" } });
  };
  for (const entry of entries) {
    folder(dirname(entry.path));
    all.set(entry.path, entry);
  }
  return [...all.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `app/x` that is gone → `app/.wh.x`: https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts */
const whiteout = (path: string) => path.replace(/([^/]*)$/, ".wh.$1");

/**
 * Packs entries so that the same content gives the same bytes: order by name, no times, no user names. Not compressed: the
 * bytes of gzip differ between machines, and over loopback it costs more time than it saves.
 */
export async function packLayer(entries: readonly Entry[], above: FolderAbove): Promise<Layer> {
  const archive = pack();
  const chunks: Buffer[] = [];
  archive.on("data", (chunk) => {
    if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  });
  const packed = new Promise<void>((resolve, reject) => archive.on("end", resolve).on("error", reject));
  for (const { path, mode, uid, gid, what } of complete(entries, above)) {
    const header = { mode, uid, gid, mtime: new Date(0) };
    if (what.kind === "gone") archive.entry({ ...header, name: whiteout(path) }, "");
    else if (what.kind === "folder") archive.entry({ ...header, name: `${path}/`, type: "directory" });
    else if (what.kind === "link") archive.entry({ ...header, name: path, type: "symlink", linkname: what.target });
    else archive.entry({ ...header, name: path }, await readFile(what.source));
  }
  archive.finalize();
  await packed;
  const content = Buffer.concat(chunks);
  return { digest: digestOf(content), content };
}
