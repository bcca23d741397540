import { expect, test } from "vitest";
import { canaryProblems } from "../../../../src/action/testing/index.ts";
import { greet } from "./bundle.ts";

const bundle = await greet();

test("a hostile server achieves nothing", async () => {
  expect(
    await canaryProblems((text) => ({
      bundle,
      inputs: ({ http }) => ({ who: "Ada", server: http }),
      http: { "GET /Ada": { body: text } },
    })),
  ).toEqual([]);
});

test("a hostile program achieves nothing, also when it fails", async () => {
  expect(
    await canaryProblems((text) => ({
      bundle,
      inputs: { who: "Ada", shell: "say" },
      tools: { say: [{ stdout: text, stderr: text, exit: 1 }] },
    })),
  ).toEqual([]);
});
