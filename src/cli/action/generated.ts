import { existsSync, readFileSync } from "node:fs";
import { basename, join, posix, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { actionManifest } from "../../emit/action-manifest.ts";
import { contractEnd, contractStart, withContract } from "../../emit/action-readme.ts";
import type { ActionSpec } from "../../spec/action.ts";
import { specProblems } from "../../spec/problems.ts";

export interface GeneratedFile {
  /** from the root, with forward slashes */
  readonly path: string;
  readonly text: string;
}

export interface Generated {
  readonly files: readonly GeneratedFile[];
  readonly problems: readonly string[];
}

const isSpec = (value: unknown): value is ActionSpec =>
  typeof value === "object" && value !== null && "inputs" in value && "outputs" in value && "runs" in value;

async function specIn(path: string): Promise<ActionSpec | undefined> {
  const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href);
  return isSpec(module["spec"]) ? module["spec"] : undefined;
}

/** What follows from one declaration: `actions/audit` → its action.yml, and its README with the contract renewed. */
export async function generatedFor(root: string, folder: string): Promise<Generated> {
  const inFolder = (name: string) => posix.join(folder, name);
  const source = inFolder("spec.ts");
  const spec = await specIn(join(root, source));
  if (!spec) return { files: [], problems: [`${source} exports no \`spec\``] };
  const problems = specProblems(spec).map((problem) => `${source}: ${problem}`);
  const named = basename(resolve(root, folder));
  if (folder !== "." && spec.name !== named)
    problems.push(`${source}: the name '${spec.name}' is not the folder's, '${named}'`);
  const manifest = { path: inFolder("action.yml"), text: actionManifest(spec, source) };
  const readme = inFolder("README.md");
  if (!existsSync(join(root, readme))) return { files: [manifest], problems: [...problems, `${readme} is missing`] };
  const text = withContract(readFileSync(join(root, readme), "utf8"), spec);
  if (text === undefined)
    return { files: [manifest], problems: [...problems, `${readme} has no ${contractStart} … ${contractEnd}`] };
  return { files: [manifest, { path: readme, text }], problems };
}
