import { createHash } from "node:crypto";
import { globSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import type { PlaceFunction } from "../../../simulate/expression/evaluate.ts";

/**
 * SHA-256 over the SHA-256 of each matched file, in order of path; empty where nothing matches. Patterns are taken in turn,
 * `!` takes out what came before, and what lies outside the workspace is left out.
 * https://docs.github.com/actions/reference/workflows-and-actions/expressions#hashfiles
 */
export function hashFiles(workspace: string, patterns: readonly string[]): string {
  const chosen = new Set<string>();
  for (const pattern of patterns) {
    if (pattern === "--follow-symbolic-links" || pattern === "") continue;
    const wanted = !pattern.startsWith("!");
    for (const found of globSync(wanted ? pattern : pattern.slice(1), { cwd: workspace })) {
      const path = isAbsolute(found) ? found : join(workspace, found);
      const inside = relative(workspace, path);
      if (inside.startsWith("..") || !statSync(path).isFile()) continue;
      if (wanted) chosen.add(path);
      else chosen.delete(path);
    }
  }
  if (chosen.size === 0) return "";
  const all = createHash("sha256");
  for (const path of [...chosen].sort()) all.update(createHash("sha256").update(readFileSync(path)).digest());
  return all.digest("hex");
}

export const hashFilesIn = (workspace: string): PlaceFunction => ({
  name: "hashFiles",
  minArgs: 1,
  maxArgs: 255,
  call: (...patterns) => hashFiles(workspace, patterns),
});
