/** `tidegate.lock.json`: for each action the commit that runs, its tag, and when that was made. */
import { existsSync, readFileSync } from "node:fs";
import * as v from "valibot";
import { UsageError } from "../io.ts";

const Entry = v.object({
  tag: v.string(),
  commit: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/, "is no full commit SHA")),
  date: v.optional(v.string()),
  /** the commit before `tidegate update` moved it: until the next `generate` the YAML still has that one */
  was: v.optional(v.string()),
});
const Lock = v.record(v.string(), Entry);
export type LockFile = Readonly<Record<string, v.InferOutput<typeof Entry>>>;

export function readLock(path: string): LockFile {
  if (!existsSync(path)) return {};
  const parsed = v.safeParse(Lock, JSON.parse(readFileSync(path, "utf8")));
  if (parsed.success) return parsed.output;
  const issues = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? "it"} ${issue.message}`);
  throw new UsageError(`${path} is no lock: ${issues.join("; ")}`);
}

/** Sorted, one action per line: so two branches that add different actions merge. */
export function lockText(lock: LockFile): string {
  const rows = Object.keys(lock)
    .sort()
    .map(
      (action) =>
        `  ${JSON.stringify(action)}: ${JSON.stringify(lock[action])
          .replace(/([:,])"/g, '$1 "')
          .replaceAll('{"', '{ "')
          .replaceAll("}", " }")}`,
    );
  return rows.length === 0 ? "{}\n" : `{\n${rows.join(",\n")}\n}\n`;
}
