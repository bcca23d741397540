import { createHash } from "node:crypto";
import { kitError } from "../errors/error.ts";
import type { Files } from "../files/files.ts";
import type { Policy, PolicyEntry } from "./entry.ts";

/** an entry is looked at again at least once a year */
const longest = 366 * 24 * 60 * 60 * 1000;

const keys = new Set(["id", "package", "reason", "expires"]);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string => (typeof value === "string" ? value.trim() : "");

function entryProblems(entry: Readonly<Record<string, unknown>>, now: Date): readonly string[] {
  const problems: string[] = [];
  const expires = textOf(entry["expires"]);
  const time = Date.parse(`${expires}T00:00:00Z`);
  if (textOf(entry["id"]) === "") problems.push("has no id");
  if (textOf(entry["reason"]) === "") problems.push("has no reason: say why it may be ignored");
  if (!/^\d{4}-\d{2}-\d{2}$/.test(expires) || Number.isNaN(time))
    problems.push(`needs \`expires\` as a day, YYYY-MM-DD; came ${expires === "" ? "nothing" : `'${expires}'`}`);
  else if (time > now.getTime() + longest) problems.push(`expires ${expires}, more than a year from now`);
  for (const key of Object.keys(entry)) if (!keys.has(key)) problems.push(`has an unknown key '${key}'`);
  return problems;
}

/** js-yaml keeps no places; the entry's id is looked for, from where the entry before it was found. */
function lineOf(lines: readonly string[], id: string, from: number): number {
  const index = lines.findIndex((line, at) => at >= from && line.includes("id") && line.includes(id));
  return index < 0 ? 1 : index + 1;
}

function entriesIn(document: unknown, text: string, now: Date): { entries: PolicyEntry[]; problems: string[] } {
  const listed = isRecord(document) ? document["ignore"] : undefined;
  if (document !== undefined && document !== null && !Array.isArray(listed))
    return { entries: [], problems: ["needs a list `ignore`"] };
  const lines = text.split("\n");
  const entries: PolicyEntry[] = [];
  const problems: string[] = [];
  for (const [index, raw] of (Array.isArray(listed) ? listed : []).entries()) {
    const entry = isRecord(raw) ? raw : {};
    const id = textOf(entry["id"]);
    const name = `entry ${index + 1}${id === "" ? "" : ` (${id})`}`;
    problems.push(...entryProblems(entry, now).map((problem) => `${name} ${problem}`));
    const line = lineOf(lines, id, entries.at(-1)?.line ?? 0);
    const named = textOf(entry["package"]);
    entries.push({
      id,
      package: named === "" ? undefined : named,
      reason: textOf(entry["reason"]),
      expires: textOf(entry["expires"]),
      line,
    });
  }
  return { entries, problems };
}

/** The policy in a text, or every mistake in it, in one error. */
export async function parsePolicy(path: string, text: string, now: Date): Promise<Policy> {
  // loaded only where there is a policy
  const { FAILSAFE_SCHEMA, loadAll } = await import("js-yaml");
  let document: unknown;
  try {
    // every scalar stays text: a day stays a day
    [document] = loadAll(text, { schema: FAILSAFE_SCHEMA });
  } catch (thrown) {
    throw kitError("bad-file", `${path} is not YAML`, {
      came: thrown instanceof Error ? thrown.message : String(thrown),
    });
  }
  const { entries, problems } = entriesIn(document, text, now);
  if (problems.length > 0)
    throw kitError("bad-file", `${path} cannot be used:\n${problems.map((problem) => `  ${problem}`).join("\n")}`, {
      hint: "Each entry needs an id, a reason and a day it expires, at most a year from now; a package is optional.",
    });
  return { entries, digest: digestOf(text) };
}

const digestOf = (text: string): `sha256:${string}` => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** The policy file of a repository; none is a policy without entries. */
export async function readPolicy(path: string, files: Files, now: Date): Promise<Policy> {
  if (!files.exists(path)) return { entries: [], digest: digestOf("") };
  return parsePolicy(path, await files.read(path), now);
}
