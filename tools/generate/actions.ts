import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { kitErrors } from "../../src/action/errors/codes.ts";
import { actionManifest } from "../../src/emit/action-manifest.ts";
import { contractEnd, contractStart, errorTable, withContract } from "../../src/emit/action-readme.ts";
import { generatedFrom } from "../../src/emit/generated.ts";
import type { ActionSpec } from "../../src/spec/action.ts";
import { specProblems } from "../../src/spec/problems.ts";

export interface GeneratedFile {
  /** from the root */
  readonly path: string;
  readonly text: string;
}

export interface Generated {
  readonly files: readonly GeneratedFile[];
  readonly problems: readonly string[];
}

const command = "npm run generate";

/** `actions/*` that hold a declaration. */
export const actionNames = (root: string): readonly string[] =>
  existsSync(join(root, "actions"))
    ? readdirSync(join(root, "actions"))
        .filter((name) => existsSync(join(root, "actions", name, "spec.ts")))
        .sort()
    : [];

const isSpec = (value: unknown): value is ActionSpec =>
  typeof value === "object" && value !== null && "inputs" in value && "outputs" in value && "runs" in value;

async function specIn(path: string): Promise<ActionSpec | undefined> {
  const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href);
  return isSpec(module["spec"]) ? module["spec"] : undefined;
}

async function filesOf(root: string, name: string): Promise<Generated> {
  const folder = `actions/${name}`;
  const source = `${folder}/spec.ts`;
  const spec = await specIn(join(root, source));
  if (!spec) return { files: [], problems: [`${source} exports no \`spec\``] };
  const problems = specProblems(spec).map((problem) => `${source}: ${problem}`);
  if (spec.name !== name) problems.push(`${source}: the name '${spec.name}' is not the folder's, '${name}'`);
  const manifest = { path: `${folder}/action.yml`, text: actionManifest(spec, source, command) };
  const readme = `${folder}/README.md`;
  if (!existsSync(join(root, readme))) return { files: [manifest], problems: [...problems, `${readme} is missing`] };
  const text = withContract(readFileSync(join(root, readme), "utf8"), spec);
  if (text === undefined)
    return { files: [manifest], problems: [...problems, `${readme} has no ${contractStart} … ${contractEnd}`] };
  return { files: [manifest, { path: readme, text }], problems };
}

const errorsPage: GeneratedFile = {
  path: "docs/action-errors.md",
  text: `<!-- ${generatedFrom("src/action/errors/codes.ts", command)} -->
# Failures that every action can end with

An action that could not do its work ends with a code. These are the ones that all of them share; those of one action are in
its README. The log shows the code, what was expected, what came, and what to do.

${errorTable(kitErrors)}
`,
};

/** Everything that follows from the actions' declarations. */
export async function generatedFromActions(root: string): Promise<Generated> {
  const all = await Promise.all(actionNames(root).map((name) => filesOf(root, name)));
  return {
    files: [...all.flatMap(({ files }) => files), errorsPage],
    problems: all.flatMap(({ problems }) => problems),
  };
}
