import { expect, test } from "vitest";
import { canaryProblems } from "../../../../src/action/testing/index.ts";
import { audit, bulk, lockFile } from "./world.ts";

const bundle = await audit();

test("a hostile registry achieves nothing", async () => {
  expect(
    await canaryProblems((text) => ({
      bundle,
      inputs: ({ http }) => ({ registry: http, osv: "never" }),
      files: { "package-lock.json": lockFile },
      http: {
        [bulk]: {
          body: {
            lodash: [{ id: text, url: `https://x/${text}`, title: text, severity: text, vulnerable_versions: "*" }],
          },
        },
      },
    })),
  ).toEqual([]);
});

test("a hostile lock file achieves nothing", async () => {
  expect(
    await canaryProblems((text) => ({
      bundle,
      inputs: ({ http }) => ({ registry: http, osv: "never" }),
      files: {
        "package-lock.json": JSON.stringify({
          lockfileVersion: 3,
          packages: { "": { dependencies: { [text]: "*" } }, [`node_modules/${text}`]: { version: "1.0.0" } },
        }),
      },
      http: { [bulk]: { body: { [text]: [{ id: 1, title: "x", severity: "high", vulnerable_versions: "<2.0.0" }] } } },
    })),
  ).toEqual([]);
});

test("a hostile error page achieves nothing", async () => {
  expect(
    await canaryProblems((text) => ({
      bundle,
      inputs: ({ http }) => ({ registry: http, osv: "never" }),
      files: { "package-lock.json": lockFile },
      http: { [bulk]: { status: 403, body: text } },
    })),
  ).toEqual([]);
});
