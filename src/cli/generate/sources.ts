/** The workflows that the files of a folder export. */
import { existsSync, readdirSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { CompositeSource, Source } from "../../emit/generate.ts";
import { isComposite } from "../../workflow/composite.ts";
import { isWorkflow } from "../../workflow/workflow-model.ts";
import { UsageError } from "../io.ts";

const kebab = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();

/** `default` is the file's own name; every other export has its own. */
const nameOf = (file: string, exported: string) =>
  exported === "default" ? basename(file).replace(/\.[mc]?[tj]s$/, "") : kebab(exported);

/** A module of the author's did not load: what it threw, and where. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  readonly file: string;
  constructor(file: string, cause: unknown) {
    super(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause), { cause });
    this.file = file;
  }
}

async function load(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    throw new SourceError(file, error);
  }
}

export interface Sources {
  readonly workflows: readonly Source[];
  readonly composites: readonly CompositeSource[];
}

/** Each workflow and composite action that a source exports, in the order of files and exports. Files in folders below are modules of these. */
export async function readSources(root: string, folder: string): Promise<Sources> {
  const base = join(root, folder);
  if (!existsSync(base))
    throw new UsageError(`there is no folder ${folder} here: run \`npx tidegate init\`, or name another with --source`);
  const files = readdirSync(base)
    .filter((file) => /\.[mc]?[tj]s$/.test(file) && !/\.(?:test|spec|d)\.[mc]?[tj]s$/.test(file))
    .sort();
  const workflows: Source[] = [];
  const composites: CompositeSource[] = [];
  const seen = new Set<unknown>();
  for (const file of files) {
    const exports = await load(join(base, file));
    const from = relative(root, join(base, file)).split(sep).join("/");
    for (const [exported, value] of Object.entries(exports)) {
      if (seen.has(value)) continue;
      seen.add(value);
      if (isWorkflow(value)) workflows.push({ workflow: value, name: nameOf(file, exported), from });
      if (isComposite(value)) composites.push({ composite: value, from });
    }
  }
  return { workflows, composites };
}
