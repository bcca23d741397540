import { renderCoverage } from "./coverage.ts";
import { renderErrors } from "./errors.ts";
import { renderPositionProgram } from "./position-program.ts";
import { renderPositions } from "./positions.ts";
import { readSchema } from "./schema.ts";
import { renderScopes } from "./scopes.ts";
import { renderTriggers } from "./triggers.ts";

/** Each generated file with its text, from the installed packages. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const workflow = readSchema("workflow");
  return new Map([
    ["src/expr/positions.gen.ts", renderPositions(workflow)],
    ["src/workflow/triggers.gen.ts", renderTriggers(workflow)],
    ["src/workflow/scopes.gen.ts", renderScopes(workflow)],
    ["test/types/programs/positions.gen.ts", renderPositionProgram()],
    ["docs/feature-coverage.md", renderCoverage(workflow)],
    ["docs/generation-errors.md", renderErrors()],
  ]);
}
