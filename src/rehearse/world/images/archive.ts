import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const isTar = (content: Buffer) => content.toString("latin1", 257, 262) === "ustar";

/** What ADD would unpack: it looks at what is in a file, not at its name. bzip2 and xz cannot be looked into here. */
export function looksLikeArchive(file: string): boolean {
  const content = readFileSync(file);
  const start = content.toString("latin1", 0, 6);
  if (start.startsWith("BZh") || start === "\xfd7zXZ\0") return true;
  if (!start.startsWith("\x1f\x8b")) return isTar(content);
  try {
    return isTar(gunzipSync(content));
  } catch {
    // no whole gzip file: taken as it is
    return false;
  }
}
