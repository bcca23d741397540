import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { header } from "../../emit/generate.ts";
import { generatedActions, generatedIn } from "./files.ts";

test("only files written from this folder of sources are ours to remove", () => {
  const root = mkdtempSync(join(tmpdir(), "files-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const put = (path: string, first: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `# ${first}\nname: x\n`);
  };
  put(".github/workflows/ours.yml", header("workflows-src/ours.ts"));
  put(".github/workflows/other.yml", header("pipelines/other.ts"));
  put(".github/workflows/hand.yml", "written by hand");
  put("actions/composed/action.yml", header("workflows-src/composed.ts"));
  // an action's manifest comes from its own declaration, by another command
  put("actions/audit/action.yml", header("actions/audit/spec.ts"));
  expect([...generatedIn(root, ".github/workflows", "workflows-src").keys()]).toEqual([".github/workflows/ours.yml"]);
  expect([...generatedActions(root, "workflows-src").keys()]).toEqual(["actions/composed/action.yml"]);
});
