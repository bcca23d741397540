import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { asShown, failuresShown } from "../integration/actions/readme.ts";

const actions = join(import.meta.dirname, "../integration/actions");

/** The logs of an action's transcripts, as GitHub shows them. */
function logsOf(action: string): string {
  const folder = join(actions, action, "snapshots");
  const logs = readdirSync(folder).map((name) => {
    const [, log = ""] = readFileSync(join(folder, name), "utf8").split(/^── log$/m);
    return log.split(/^── /m)[0] ?? "";
  });
  return asShown(logs.join("\n")).replaceAll("<host>", "ghcr.io");
}

// those that deploy, and what no transcript keeps, are compared in their own tests
test.each([
  ["test", 0],
  ["audit", 0],
  ["trivy-scan", 0],
  ["trivy-scan", 1],
  ["build-push", 0],
])("what the README of %s shows of a failure is what a log of it says (block %i)", (action, index) => {
  const lines = failuresShown(action)[index] ?? [];
  expect(lines.length).toBeGreaterThan(2);
  const said = new Set(logsOf(action).split("\n"));
  expect(lines.filter((line) => !said.has(line))).toEqual([]);
});
