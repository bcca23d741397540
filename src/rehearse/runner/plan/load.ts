import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import { type LoadWorkflow, type Source, source } from "../../../read/index.ts";
import type { OriginOf } from "../../../simulate/plan/from-workflow.ts";
import type { Origin } from "../../../simulate/plan/plan.ts";

/** Where workflow files come from: this repository, and others by the folder that was given for them. */
export interface Repositories {
  readonly own: Origin;
  /** `owner/name` → folder */
  readonly others: Readonly<Record<string, string>>;
}

/** Keeps apart two files of one path in two repositories. */
const nameOf = (origin: Origin, own: Origin, path: string) =>
  origin === own ? path : `${origin.repository}/${path}@${origin.ref}`;

/** Reads called workflows: `./` and `$/` from the repository of the calling file, `owner/name/path@ref` from a given folder. */
export function workflowLoader({ own, others }: Repositories): { load: LoadWorkflow; originOf: OriginOf } {
  const origins = new Map<string, Origin & { readonly path: string }>();
  const folders = new Map(Object.entries(others).map(([name, folder]) => [name.toLowerCase(), folder]));
  const originOf: OriginOf = (file) => origins.get(file) ?? { ...own, path: file };
  const open = (origin: Origin, path: string): Source | undefined => {
    const full = join(origin.folder, path);
    const way = relative(origin.folder, full);
    if (way.startsWith("..") || isAbsolute(way) || !existsSync(full)) return undefined;
    const name = nameOf(origin, own, way);
    if (origin !== own) origins.set(name, { ...origin, path: way });
    return source(name, readFileSync(full, "utf8"));
  };
  const load: LoadWorkflow = (uses, from) => {
    const caller = origins.get(from.file);
    if (/^(\.|\$)\//.test(uses)) return open(caller ?? own, uses.slice(2));
    const [, repository = "", path = "", ref = ""] = /^([^/]+\/[^/]+)\/(.+)@([^@]+)$/.exec(uses) ?? [];
    const folder = folders.get(repository.toLowerCase());
    if (folder !== undefined) return open({ repository, ref, folder }, path);
    return repository.toLowerCase() === own.repository.toLowerCase() ? open(own, path) : undefined;
  };
  return { load, originOf };
}
