import { expect, test } from "vitest";
import { played, subjectOf } from "../../../test/simulate/subject.ts";
import type { Fate } from "./fate.ts";

const job = (id: string, lines = "") => `  ${id}:\n    runs-on: ubuntu-24.04\n${lines}    steps:\n      - run: echo\n`;
const chain = subjectOf(
  [
    "on: push\njobs:\n",
    job("a"),
    job("b", "    needs: a\n"),
    job("c", "    needs: b\n"),
    job("always", "    needs: b\n    if: always()\n"),
    job("mourn", "    needs: b\n    if: failure()\n"),
    job("after-always", "    needs: always\n"),
    job("unless", "    needs: b\n    if: ${{ !cancelled() }}\n"),
  ].join(""),
);

const ran = (fates: Readonly<Record<string, Fate>>, subject = chain) => {
  const { jobs, result } = played(subject, "push", (path) => fates[path] ?? { end: "success" });
  return [result, ...jobs.filter((one) => one.ran).map(({ path }) => path)].join(" ");
};

// platform facts, section 10: a job's status functions ask of all that it descends from
test.each<[string, Record<string, Fate>, string]>([
  ["all goes well", {}, "success a b c always after-always unless"],
  ["the first fails", { a: { end: "failure" } }, "failure a always mourn unless"],
  ["the second fails", { b: { end: "failure" } }, "failure a b always mourn unless"],
  ["the second alone is cancelled", { b: { end: "cancelled" } }, "cancelled a b always unless"],
  ["the second is skipped", { b: { end: "skipped" } }, "success a always unless"],
  ["the run is cancelled in the second", { b: { end: "run-cancelled" } }, "cancelled a b always"],
  [
    "the run is cancelled in one that always() runs",
    { always: { end: "run-cancelled" } },
    "cancelled a b c always unless",
  ],
])("when %s", (_, fates, expected) => expect(ran(fates)).toBe(expected));

test("a failure that is forgiven is a success for those after it", () => {
  const forgiving = subjectOf(
    ["on: push\njobs:\n", job("a", "    continue-on-error: true\n"), job("b", "    needs: a\n")].join(""),
  );
  expect(ran({ a: { end: "failure" } }, forgiving)).toBe("success a b");
});

test("a rejected job has not run and has failed", () => {
  const gated = subjectOf(
    ["on: push\njobs:\n", job("a", "    environment: production\n"), job("b", "    needs: a\n")].join(""),
  );
  expect(ran({ a: { end: "rejected" } }, gated)).toBe("failure");
  expect(ran({}, gated)).toBe("success a b");
});

test("what a job says decides about those that ask for it, and jobs of called workflows are jobs like others", () => {
  const caller = subjectOf(
    `on: push
jobs:
${job("changes", "    outputs:\n      web: ${{ steps.x.outputs.y }}\n")}
  call:
    needs: changes
    if: needs.changes.outputs.web == 'true'
    uses: ./.github/workflows/called.yml
    with:
      deep: true
${job("last", "    needs: call\n    if: needs.call.outputs.done == 'yes'\n")}`,
    {
      ".github/workflows/called.yml": `on:
  workflow_call:
    inputs:
      deep:
        type: boolean
    outputs:
      done:
        value: \${{ jobs.inner.outputs.done }}
jobs:
${job("first")}
${job("inner", "    needs: first\n    if: inputs.deep\n    outputs:\n      done: ${{ steps.x.outputs.y }}\n")}`,
    },
  );
  const saying = (web: string, done: string): Record<string, Fate> => ({
    changes: { end: "success", outputs: { web } },
    "call/inner": { end: "success", outputs: { done } },
  });
  expect(ran(saying("true", "yes"), caller)).toBe("success changes call call/first call/inner last");
  expect(ran(saying("true", "no"), caller)).toBe("success changes call call/first call/inner");
  expect(ran(saying("false", "yes"), caller)).toBe("success changes");
  expect(ran({ ...saying("true", "yes"), "call/first": { end: "run-cancelled" } }, caller)).toBe(
    "cancelled changes call call/first",
  );
  const { jobs } = played(caller, "push", (path) => saying("true", "yes")[path] ?? { end: "success" });
  expect(jobs.map(({ path, wave }) => `${wave} ${path}`)).toEqual([
    "1 changes",
    "2 call",
    "2 call/first",
    "3 call/inner",
    "4 last",
  ]);
});
