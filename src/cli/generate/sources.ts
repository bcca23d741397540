/** The workflows that the files of a folder export. */
import { existsSync, readdirSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { CompositeSource, Source } from "../../emit/generate.ts";
import { isComposite } from "../../workflow/composite.ts";
import { isWorkflow } from "../../workflow/workflow-model.ts";
import { isConfigError, ProjectError, UsageError } from "../io.ts";

const kebab = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();

/** `default` is the file's own name; every other export has its own. */
const nameOf = (file: string, exported: string) =>
  exported === "default" ? basename(file).replace(/\.[mc]?[tj]s$/, "") : kebab(exported);

/** What was thrown, without Node's own lines of the stack: they say nothing about the project. */
const readable = (thrown: unknown): string =>
  thrown instanceof Error
    ? (thrown.stack ?? thrown.message)
        .split("\n")
        .filter((line) => !/^ +at .*\bnode:internal\//.test(line))
        .join("\n")
    : String(thrown);

const missingPackage = (text: string) => /Cannot find package '([^']+)'/.exec(text)?.[1];

async function load(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (isConfigError(error)) throw new ProjectError(error.message, { cause: error });
    const text = readable(error);
    const missing = missingPackage(text);
    const hint = missing === undefined ? "" : `\n${missing} is not installed: run \`npm install\``;
    throw new ProjectError(`${file} could not be loaded:\n${text}${hint}`, { cause: error });
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
