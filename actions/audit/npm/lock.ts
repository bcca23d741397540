import * as v from "valibot";
import { ActionError } from "../../../src/action/index.ts";

const ranges = v.optional(v.record(v.string(), v.string()), {});

const entrySchema = v.object({
  name: v.optional(v.string()),
  version: v.optional(v.string()),
  resolved: v.optional(v.union([v.string(), v.boolean()])),
  link: v.optional(v.boolean(), false),
  dev: v.optional(v.boolean(), false),
  devOptional: v.optional(v.boolean(), false),
  inBundle: v.optional(v.boolean(), false),
  dependencies: ranges,
  devDependencies: ranges,
  optionalDependencies: ranges,
  peerDependencies: ranges,
});

const lockSchema = v.object({
  lockfileVersion: v.number(),
  packages: v.optional(v.record(v.string(), entrySchema)),
});

export type LockEntry = v.InferOutput<typeof entrySchema>;

/** package-lock.json of version 2 or 3: every package by its place, `node_modules/a/node_modules/b`. */
export interface Lock {
  readonly entries: ReadonlyMap<string, LockEntry>;
}

const badLock = (path: string, message: string, details: { expected: string; came: string }) =>
  new ActionError("bad-lock", `${path} ${message}`, details);

export function parseLock(path: string, text: string): Lock {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (thrown) {
    throw badLock(path, "is not JSON", {
      expected: "a lock file",
      came: thrown instanceof Error ? thrown.message : "",
    });
  }
  const parsed = v.safeParse(lockSchema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw badLock(path, "is no npm lock file", {
      expected: "lockfileVersion and packages",
      came: `${issue.message} at ${v.getDotPath(issue) ?? "the top"}`,
    });
  }
  const { lockfileVersion, packages } = parsed.output;
  if (!packages)
    throw badLock(path, "does not say which packages it holds", {
      expected: "lockfileVersion 2 or 3",
      came: `lockfileVersion ${lockfileVersion}`,
    });
  return { entries: new Map(Object.entries(packages)) };
}

/** A package as the registry knows it. */
export interface Locked {
  /** its place in the lock file */
  readonly key: string;
  readonly name: string;
  readonly version: string;
  readonly dev: boolean;
}

const nameOf = (key: string, entry: LockEntry) => entry.name ?? key.slice(key.lastIndexOf("node_modules/") + 13);

/** From git, a folder or a file: no registry has advisories about it. */
const isForeign = ({ resolved }: LockEntry) => typeof resolved === "string" && !/^https?:/.test(resolved);

export interface Inventory {
  readonly packages: readonly Locked[];
  /** development packages that were left out */
  readonly devLeftOut: number;
  /** packages that come from git or a folder, by name */
  readonly foreign: readonly string[];
}

/** The installed packages, without workspaces; development ones when asked for. */
export function inventory({ entries }: Lock, includeDev: boolean): Inventory {
  const packages: Locked[] = [];
  const foreign: string[] = [];
  let devLeftOut = 0;
  for (const [key, entry] of entries) {
    if (!key.includes("node_modules/") || entry.link || entry.version === undefined) continue;
    const name = nameOf(key, entry);
    const dev = entry.dev || entry.devOptional;
    if (isForeign(entry)) foreign.push(name);
    else if (entry.dev && !includeDev) devLeftOut += 1;
    else packages.push({ key, name, version: entry.version, dev });
  }
  return { packages, devLeftOut, foreign };
}
