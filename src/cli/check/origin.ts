/** From a line of a generated file to the line of TypeScript that made it, by the map that generate left. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import type { Finding } from "../../check/finding.ts";

const map = v.object({
  version: v.literal(1),
  sources: v.array(v.string()),
  lines: v.array(v.nullable(v.tuple([v.number(), v.number()]))),
});

export function repoint(findings: readonly Finding[], root: string): readonly Finding[] {
  const maps = new Map<string, v.InferOutput<typeof map> | undefined>();
  return findings.map((finding) => {
    if (!maps.has(finding.file)) maps.set(finding.file, mapOf(root, finding.file));
    const found = maps.get(finding.file);
    const [index, line] = found?.lines[finding.line - 1] ?? [];
    const file = index === undefined ? undefined : found?.sources[index];
    return file === undefined || line === undefined ? finding : { ...finding, origin: { file, line } };
  });
}

function mapOf(root: string, file: string): v.InferOutput<typeof map> | undefined {
  const path = join(root, ".tidegate/maps", `${file}.json`);
  if (!existsSync(path)) return undefined;
  const parsed = v.safeParse(map, JSON.parse(readFileSync(path, "utf8")));
  return parsed.success ? parsed.output : undefined;
}
