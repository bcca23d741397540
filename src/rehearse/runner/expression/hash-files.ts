import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { PlaceFunction } from "../../../simulate/expression/evaluate.ts";
import { glob } from "../../folder/glob.ts";

const follows = "--follow-symbolic-links";

/**
 * SHA-256 over the SHA-256 of each matched file, in order of path; empty where nothing matches. Patterns are taken in turn,
 * `!` takes out what came before, and what lies outside the workspace is left out.
 * https://docs.github.com/actions/reference/workflows-and-actions/expressions#hashfiles
 */
export function hashFiles(workspace: string, given: readonly string[]): string {
  const follow = given[0] === follows;
  const lines = given.slice(follow ? 1 : 0).flatMap((text) => text.split("\n"));
  const { files } = glob(lines, { folder: workspace, follow });
  const inside = files.filter((path) => !relative(workspace, path).startsWith(".."));
  if (inside.length === 0) return "";
  const all = createHash("sha256");
  for (const path of inside) all.update(createHash("sha256").update(readFileSync(path)).digest());
  return all.digest("hex");
}

export const hashFilesIn = (workspace: string): PlaceFunction => ({
  name: "hashFiles",
  minArgs: 1,
  maxArgs: 255,
  call: (...patterns) => hashFiles(workspace, patterns),
});
