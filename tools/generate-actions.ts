/**
 * Writes action.yml, the README's contract and docs/action-errors.md from `actions/NAME/spec.ts`, and what an administrator
 * applies from the manifests' kinds. `--check` only compares.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedAccess } from "./generate/access.ts";
import { generatedFromActions } from "./generate/actions.ts";

const root = join(import.meta.dirname, "..");
const checkOnly = process.argv.includes("--check");

const { files, problems } = await generatedFromActions(root);
for (const { path, text } of [...files, ...generatedAccess(root)]) {
  const place = join(root, path);
  if (existsSync(place) && readFileSync(place, "utf8") === text) continue;
  if (checkOnly) console.error(`${path} is not what its source gives`);
  else {
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
    console.log(`wrote ${path}`);
  }
  if (checkOnly) process.exitCode = 1;
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
