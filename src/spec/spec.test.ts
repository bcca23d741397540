import { expect, expectTypeOf, test } from "vitest";
import type { ActionSpec } from "./action.ts";
import { defaultText } from "./default.ts";
import { needsOf, unknownUntilRun } from "./needs.ts";
import { specProblems } from "./problems.ts";
import { scanFrom } from "./scan.ts";
import { Secret } from "./secret.ts";
import { camel, type InputsOf, type OutputsOf } from "./values.ts";

const spec = {
  name: "build-push",
  title: "Build and push",
  description: "Builds an image and pushes it.",
  inputs: {
    context: { type: "path", description: "What to build.", default: "." },
    push: { type: "boolean", description: "Push it?", default: true },
    "fail-on": { type: "choice", description: "Severity.", options: ["high", "low"], required: true },
    platforms: { type: "list", description: "Platforms.", options: ["linux/amd64", "linux/arm64"] },
    attempts: { type: "integer", description: "How often." },
    token: { type: "secret", description: "Token.", default: "${{ github.token }}" },
  },
  outputs: {
    image: { type: "digest", description: "What was built." },
    "is-new": { type: "boolean", description: "Not built before." },
    bump: { type: "choice", options: ["major", "minor"], description: "How." },
  },
  permissions: [
    { scope: "contents", level: "read", reason: "reads the sources" },
    { scope: "packages", level: "write", reason: "pushes the image", when: { input: "push", is: true } },
  ],
  runs: { using: "node24" },
} as const satisfies ActionSpec;

test("inputs are typed by their kind, absent ones may be undefined", () => {
  expectTypeOf<InputsOf<typeof spec>>().toEqualTypeOf<{
    readonly context: string;
    readonly push: boolean;
    readonly failOn: "high" | "low";
    readonly platforms: readonly ("linux/amd64" | "linux/arm64")[] | undefined;
    readonly attempts: number | undefined;
    readonly token: Secret;
  }>();
  expectTypeOf<OutputsOf<typeof spec>>().toEqualTypeOf<{
    readonly image?: `sha256:${string}`;
    readonly isNew?: boolean;
    readonly bump?: "major" | "minor";
  }>();
});

test("names are camel case in code", () => {
  expect(camel("fail-on")).toBe("failOn");
  expect(camel("image")).toBe("image");
});

test("defaults become the text that the runner hands over", () => {
  expect(defaultText({ type: "list", description: "", default: ["a", "b"] })).toBe("a\nb");
  expect(defaultText({ type: "map", description: "", default: { a: "1", b: "x=y" } })).toBe("a=1\nb=x=y");
  expect(defaultText({ type: "boolean", description: "", default: false })).toBe("false");
  expect(defaultText({ type: "string", description: "" })).toBeUndefined();
});

test("a permission depends on the input's value, on its default when not given, and is kept when unknown", () => {
  const scopes = (given: Parameters<typeof needsOf>[1]) => needsOf(spec, given).map((need) => need.scope);
  expect(scopes({})).toEqual(["contents", "packages"]);
  expect(scopes({ push: false })).toEqual(["contents"]);
  expect(scopes({ push: "false" })).toEqual(["contents"]);
  expect(scopes({ push: unknownUntilRun })).toEqual(["contents", "packages"]);
});

test("a sound declaration has no problems", () => expect(specProblems(spec)).toEqual([]));

test("what types cannot say is named", () => {
  const broken: ActionSpec = {
    ...spec,
    name: "Build",
    inputs: {
      Fail: { type: "choice", description: "", options: ["a"], default: "b" },
      must: { type: "string", description: "x", required: true, default: "y", pattern: "[a-z]+" },
      key: { type: "secret", description: "x", default: "hunter2hunter2" },
    },
    permissions: [{ scope: "contents", level: "read", reason: " ", when: { input: "gone", given: true } }],
    runs: { using: "node24", postIf: "success()" },
  };
  expect(specProblems(broken)).toEqual([
    "the name 'Build' is not lower case with dashes",
    "input 'Fail' is not lower case with dashes",
    "input 'Fail' has no description",
    "input 'Fail' has the default 'b', which is not one of a",
    "input 'must' is required and has a default: drop one of the two",
    "input 'must' has a pattern and no example to show when it does not match",
    "input 'key' is a secret with its value in the default",
    "permission contents has no reason",
    "permission contents depends on 'gone', which is no input of Build",
    "postIf is given without post",
  ]);
});

test("a secret shows itself nowhere", () => {
  const secret = new Secret("s3cr3t-value");
  expect(`${secret} ${JSON.stringify({ secret })}`).toBe('*** {"secret":"***"}');
  expect(secret.reveal()).toBe("s3cr3t-value");
});

test("a scan is read from JSON, and what is wrong with one is said", () => {
  const hash = `sha256:${"a".repeat(64)}`;
  const scan = { digest: hash, platforms: ["linux/amd64"], verdict: "ok", policyDigest: hash, reportHash: hash };
  expect(scanFrom({ ...scan, more: 1 })).toEqual(scan);
  expect(scanFrom("x")).toEqual({ wrong: "is no JSON object" });
  expect(scanFrom({ ...scan, digest: "latest" })).toEqual({ wrong: "has no digest (sha256:…)" });
  expect(scanFrom({ ...scan, platforms: [] })).toEqual({ wrong: "names no platforms" });
  expect(scanFrom({ ...scan, verdict: "clean" })).toEqual({ wrong: "has no verdict (ok, findings, tool-error)" });
});
