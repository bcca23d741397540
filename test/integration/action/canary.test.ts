import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { canaryProblems } from "../../../src/action/testing/index.ts";

let bundle = "";
beforeAll(() => {
  bundle = mkdtempSync(join(tmpdir(), "careless-"));
});
afterAll(() => rmSync(bundle, { recursive: true }));

/** An action that does one thing with a text it was given. */
async function problemsOf(code: string): Promise<readonly string[]> {
  writeFileSync(
    join(bundle, "index.js"),
    `const fs = require("fs"); const text = fs.readFileSync("text", "utf8"); const { GITHUB_OUTPUT, GITHUB_STEP_SUMMARY, GITHUB_ENV } = process.env;\n${code}\n`,
  );
  return canaryProblems((text) => ({ bundle, files: { text } }));
}

test("a careless print sets outputs, masks and stops commands", async () => {
  const problems = await problemsOf("console.log(text)");
  for (const line of ["::set-output name=canary::1", "::add-mask::a", "::stop-commands::canary"])
    expect(problems).toContain(`the runner obeys: ${line}`);
  expect(problems).toContain("`##[` stands in the log");
  expect(problems).toContain("the log moves the cursor or sets a title");
});

test("markers that the text knows do not hold it", async () => {
  const problems = await problemsOf('console.log("::stop-commands::canary\\n" + text + "\\n::canary::")');
  expect(problems.filter((problem) => problem.startsWith("the runner obeys"))).not.toEqual([]);
});

test.each([
  ["fs.appendFileSync(GITHUB_STEP_SUMMARY, text)", "the summary shows HTML of the hostile text"],
  [
    'fs.appendFileSync(GITHUB_STEP_SUMMARY, "```\\n" + text + "\\n```\\n")',
    "the summary shows a heading of the hostile text",
  ],
  [
    'fs.appendFileSync(GITHUB_OUTPUT, "report<<EOF\\nx\\ncanary<<EOF\\n" + text.split("\\n")[0] + "\\nEOF\\nEOF\\n")',
    "",
  ],
  ['fs.appendFileSync(GITHUB_ENV, "NAME=canary\\n"); console.log("canary")', "variable NAME is set"],
  ['fs.writeFileSync("canary", ""); console.log("canary")', "a shell ran the text: canary is there"],
  [
    'console.log("nothing of it")',
    "the hostile text shows nowhere: the scenario does not reach the action, or the action hides it",
  ],
])("%s", async (code, problem) => {
  const problems = await problemsOf(code).catch((error: unknown) => [String(error)]);
  expect(problems).not.toEqual([]);
  if (problem !== "") expect(problems).toContain(problem);
});
