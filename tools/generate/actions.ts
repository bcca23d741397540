import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { kitErrors } from "../../src/action/errors/codes.ts";
import { type Generated, type GeneratedFile, generatedFor } from "../../src/cli/action/generated.ts";
import { errorTable } from "../../src/emit/action-readme.ts";
import { generatedFrom } from "../../src/emit/generated.ts";

const command = "npm run generate";

/** `actions/*` that hold a declaration. */
export const actionNames = (root: string): readonly string[] =>
  existsSync(join(root, "actions"))
    ? readdirSync(join(root, "actions"))
        .filter((name) => existsSync(join(root, "actions", name, "spec.ts")))
        .sort()
    : [];

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
  const all = await Promise.all(actionNames(root).map((name) => generatedFor(root, `actions/${name}`)));
  return {
    files: [...all.flatMap(({ files }) => files), errorsPage],
    problems: all.flatMap(({ problems }) => problems),
  };
}
