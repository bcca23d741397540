import type { PathInput } from "../../spec/input.ts";
import { expected, type Parsed, read } from "./parsed.ts";

/** What reading a path asks of the disk. */
export interface Places {
  readonly workspace: string;
  /** absolute, with every link followed as far as the path exists */
  readonly real: (path: string) => string;
  readonly kind: (path: string) => "file" | "folder" | "missing";
}

const isInside = (root: string, path: string) =>
  path === root || path.startsWith(root.endsWith("/") ? root : `${root}/`);

export function parsePath(text: string, input: PathInput, places: Places): Parsed<string> {
  if (text.includes("\0")) return expected("a path", "it holds a zero character");
  const path = places.real(text);
  if (input.within !== "anywhere" && !isInside(places.real("."), path))
    return expected("a path inside the workspace", `it leads to ${path}`);
  const kind = places.kind(path);
  const wanted = input.exists;
  if (wanted === undefined || kind === wanted || (wanted === "either" && kind !== "missing")) return read(path);
  return expected(
    wanted === "either" ? "a file or folder that exists" : `a ${wanted} that exists`,
    kind === "missing" ? `there is nothing at ${path}` : `${path} is a ${kind}`,
  );
}
