import { expect, test } from "vitest";
import { simulated, subjectOf } from "../../../test/simulate/subject.ts";
import { meetingLines } from "../report/meetings.ts";

const job = (id: string, more = "") => `  ${id}:\n    runs-on: ubuntu-24.04\n${more}    steps:\n      - run: echo\n`;
const told = (text: string, id = "push", others: Readonly<Record<string, string>> = {}) =>
  meetingLines(simulated(subjectOf(text, others), id).meetings)
    .slice(1)
    .map((line) => line.trim());

test.each([
  [
    "group: a",
    ["the whole run, group a", "→ waits until the one at work has ended; a third cancels it and waits in its place"],
  ],
  [
    "group: a\n  cancel-in-progress: true",
    [
      "the whole run, group a (cancel-in-progress)",
      "→ cancels the one at work, and starts once that has stopped; a third does the same to both",
    ],
  ],
  [
    "group: a\n  queue: max",
    ["the whole run, group a (queue: max)", "→ waits until the one at work has ended; a third waits behind it"],
  ],
  [
    "group: a-${{ github.sha }}",
    [`the whole run, group a-${"1".repeat(40)}`, "→ runs beside it: each run has a group of its own"],
  ],
  ["group: a-${{ github.run_id }}", ["the whole run, group a-1", "→ runs beside it: each run has a group of its own"]],
  [
    "group: ${{ github.event.head_commit.id }}",
    [`the whole run, group ${"1".repeat(40)}`, "→ runs beside it: each run has a group of its own"],
  ],
  [
    "group: ${{ github.head_ref }}",
    ["the whole run", "→ GitHub refuses it: the concurrency group is empty: ${{ github.head_ref }}"],
  ],
])("a workflow's %j", (concurrency, lines) => {
  expect(told(`on: push\nconcurrency:\n  ${concurrency}\njobs:\n${job("a")}`)).toEqual(lines);
});

test("without a group nothing is said", () => {
  expect(simulated(subjectOf(`on: push\njobs:\n${job("a")}`), "push").meetings).toEqual([]);
});

test("cancel-in-progress is what it comes to for the event", () => {
  const text = `on: [push, pull_request]\nconcurrency:\n  group: \${{ github.ref }}\n  cancel-in-progress: \${{ github.event_name == 'pull_request' }}\njobs:\n${job("a")}`;
  expect(told(text, "pull-request")[1]).toMatch(/^→ cancels the one at work/);
  expect(told(text, "push")[1]).toMatch(/^→ waits until/);
});

test("runs of the merge queue are of different branches: what is named by the branch runs side by side", () => {
  const text = `on: merge_group\nconcurrency: \${{ github.ref }}\njobs:\n${job("a")}`;
  expect(told(text, "merge-queue")[1]).toBe("→ runs beside it: each run has a group of its own");
});

test("a job's group is told by job, and of a job that does not run nothing", () => {
  const text = `on: push\njobs:\n${job("a", "    concurrency: production\n")}${job("b", "    if: false\n    concurrency: b\n")}`;
  expect(told(text)).toEqual([
    "a, group production",
    "→ waits until the one at work has ended; a third cancels it and waits in its place",
  ]);
});

test("legs of one matrix in one group cancel each other", () => {
  const text = `on: push\njobs:\n${job("a", "    concurrency: one\n    strategy:\n      matrix:\n        n: [1, 2, 3, 4]\n")}`;
  expect(told(text)[1]).toBe("→ its own legs share the group: 2 of them cancelled, never run");
  expect(told(text.replace("concurrency: one", "concurrency: one-${{ matrix.n }}"))[1]).toMatch(/^→ waits until/);
});

test("a group that the caller holds already is told: the run would wait for itself", () => {
  const called = `on: workflow_call\nconcurrency: \${{ github.workflow }}\njobs:\n${job("inner", "    concurrency: SHOP\n")}`;
  const text =
    "name: Shop\non: push\nconcurrency: ${{ github.workflow }}\njobs:\n  it:\n    uses: ./.github/workflows/c.yml\n";
  expect(told(text, "push", { ".github/workflows/c.yml": called })).toEqual([
    "the whole run, group Shop",
    "→ waits until the one at work has ended; a third cancels it and waits in its place",
    "what it calls, group Shop",
    "→ what calls it holds that group already: it would wait for itself",
    "it/inner, group SHOP",
    "→ what calls it holds that group already: it would wait for itself",
  ]);
});
