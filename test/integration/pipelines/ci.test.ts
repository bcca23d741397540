import { expect, test } from "vitest";
import { api, run, scriptOf } from "./step.ts";

const compare = scriptOf("ci", "changes", "Compare");
const judge = scriptOf("ci", "all-good", "Judge");
const areas = ["frontend", "product-api", "order-api", "manifests", "monitoring"];
const files = (...names: readonly string[]) => ({ files: names.map((filename) => ({ filename })) });

const touched = async (answer: unknown) => {
  await using github = await api(answer === undefined ? {} : { "/repos/acme/shop/compare/a...b": answer });
  const { code, outputs } = await run(compare, { BASE: "a", HEAD: "b", TOKEN: "t", GITHUB_API_URL: github.url });
  expect(code).toBe(0);
  expect(
    outputs
      .trim()
      .split("\n")
      .map((line) => line.split("=")[0]),
  ).toEqual(areas);
  return outputs
    .trim()
    .split("\n")
    .filter((line) => line.endsWith("=true"))
    .map((line) => line.split("=")[0]);
};

test.each<readonly [string, unknown, readonly string[]]>([
  ["one service", files("services/frontend/src/app.ts"), ["frontend"]],
  ["two parts", files("services/order-api/a.ts", "k8s/base/x.yaml"), ["order-api", "manifests"]],
  ["a runbook", files("docs/runbooks/x.md"), ["monitoring"]],
  ["the library, which the checks are made of", files("services/frontend/a.ts", "src/emit/job.ts"), areas],
  ["a folder that only begins alike", files("services/frontend-2/a.ts"), areas],
  [
    "a file that moved from one part to another",
    { files: [{ filename: "k8s/x.yaml", previous_filename: "services/frontend/x.yaml" }] },
    ["frontend", "manifests"],
  ],
  ["more than GitHub names", files(...Array.from({ length: 300 }, (_, n) => `k8s/${n}.yaml`)), areas],
  ["nothing at all", files(), areas],
  ["a comparison that is not to be had", undefined, areas],
])("%s", async (_, answer, expected) => {
  expect(await touched(answer)).toEqual(expected);
});

const names = ["verify", "layout"].flatMap((kind) => areas.slice(0, 3).map((service) => `${kind}-${service}`));
const upper = (name: string) => name.toUpperCase().replaceAll("-", "_");
const results = (result: string, area: string) => ({
  CHANGES_RESULT: "success",
  ...Object.fromEntries([...names, "manifests", "monitoring"].map((name) => [`${upper(name)}_RESULT`, result])),
  ...Object.fromEntries(areas.map((name) => [`CHANGES_${upper(name)}`, area])),
  LIBRARY_RESULT: "success",
  GENERATED_RESULT: "success",
  LINTERS_RESULT: "success",
});

test("all is good when what was touched succeeded, and what was skipped was not touched", async () => {
  expect(await run(judge, results("success", "true"))).toMatchObject({ code: 0 });
  expect(await run(judge, results("skipped", "false"))).toMatchObject({ code: 0 });
});

test.each<readonly [string, Record<string, string>, string]>([
  ["a failure", { VERIFY_FRONTEND_RESULT: "failure" }, "verify-frontend: failure"],
  ["a cancelled job", { LAYOUT_ORDER_API_RESULT: "cancelled" }, "layout-order-api: cancelled"],
  ["a job skipped though it was touched", { MONITORING_RESULT: "skipped" }, "monitoring: skipped"],
  ["a skipped job that is never left out", { LIBRARY_RESULT: "skipped" }, "library: skipped"],
  ["no word about what was touched", { CHANGES_RESULT: "failure", CHANGES_FRONTEND: "" }, "changes: failure"],
])("%s is not good", async (_, change, line) => {
  const ended = await run(judge, { ...results("success", "true"), ...change });
  expect(ended.code).toBe(1);
  expect(ended.said).toContain(`::error::${line}\n`);
});

test("a result that does not fit what was touched is not good either", async () => {
  expect((await run(judge, results("success", ""))).code).toBe(1);
  expect((await run(judge, results("skipped", ""))).code).toBe(1);
});
