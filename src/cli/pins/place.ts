/** Where a project keeps its lock and its bindings, and how these find the library. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { Imports } from "../../bindings/generate/binding.ts";

export interface PinPlaces {
  /** from the root */
  readonly lock: string;
  readonly bindings: string;
}
export const defaultPlaces: PinPlaces = { lock: "tidegate.lock.json", bindings: "workflows-src/actions" };

const relativePath = (from: string, to: string) => {
  const path = relative(from, to).split(sep).join("/");
  return path.startsWith(".") ? path : `./${path}`;
};

/** In the library's own repository there is no package to import, so its sources are. */
const isLibrary = (root: string): boolean => {
  const path = join(root, "package.json");
  return existsSync(path) && /"name":\s*"tidegate"/.test(readFileSync(path, "utf8"));
};

export function importsOf(root: string, places: PinPlaces): Imports {
  const folder = join(root, places.bindings);
  const inside = places.bindings.startsWith("src/bindings/");
  const own = inside ? join(root, dirname(places.bindings), "binding-types.ts") : join(root, "src/index.ts");
  return {
    library: isLibrary(root) ? relativePath(folder, own) : "tidegate",
    lock: relativePath(folder, join(root, places.lock)),
  };
}
