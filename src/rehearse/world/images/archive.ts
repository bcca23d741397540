import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { gunzipSync } from "node:zlib";
import { extract } from "tar-stream";
import type { Entry } from "./tree.ts";

const isTar = (content: Buffer) => content.toString("latin1", 257, 262) === "ustar";

/** What ADD unpacks: it looks at what is in a file, not at its name. bzip2 and xz cannot be looked into here. */
export function archiveIn(file: string): Buffer | "unreadable" | undefined {
  const content = readFileSync(file);
  const start = content.toString("latin1", 0, 6);
  if (start.startsWith("BZh") || start === "\xfd7zXZ\0") return "unreadable";
  if (!start.startsWith("\x1f\x8b")) return isTar(content) ? content : undefined;
  try {
    const inner = gunzipSync(content);
    return isTar(inner) ? inner : undefined;
  } catch {
    // no whole gzip file: taken as it is
    return undefined;
  }
}

/** What is in an archive, below a folder of the image, with the owners and modes that it says. `draft` keeps a content. */
export async function unpacked(archive: Buffer, base: string, draft: (content: Buffer) => string): Promise<Entry[]> {
  const found = new Map<string, Entry>();
  const tar = extract();
  tar.end(archive);
  for await (const entry of tar) {
    const { name, type, mode = 0o644, uid = 0, gid = 0, linkname } = entry.header;
    const inside = (text: string) => posix.join(base, posix.resolve("/", text)).replace(/^\//, "");
    const chunks: Buffer[] = [];
    for await (const chunk of entry) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    const path = inside(name);
    const own = { path, mode: mode & 0o7777, uid, gid };
    const linked = type === "link" ? found.get(inside(linkname ?? "")) : undefined;
    if (path === "" || path === base.replace(/\/$/, "")) continue;
    if (type === "directory") found.set(path, { ...own, what: { kind: "folder" } });
    else if (type === "symlink") found.set(path, { ...own, what: { kind: "link", target: linkname ?? "" } });
    else if (linked) found.set(path, { ...linked, path });
    else if (type === "file" || type === "contiguous-file") {
      const content = Buffer.concat(chunks);
      found.set(path, { ...own, what: { kind: "file", source: draft(content), size: content.length } });
    }
  }
  return [...found.values()];
}
