import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { library, ownActions, TestProject } from "./project.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.end());

const guide = readFileSync(new URL("../../docs/authoring.md", import.meta.url), "utf8");

test("the example of the guide generates", async () => {
  const example = /```ts\n([\s\S]*?)```/.exec(guide)?.[1] ?? "";
  project.put(
    "workflows-src/ci.ts",
    example.replace('"tidegate"', `"${library}"`).replace('"tidegate/actions"', `"${ownActions}"`),
  );
  expect(await project.run("generate")).toBe(0);
  expect(project.read(".github/workflows/ci.yml")).toContain("needs: build");
});
