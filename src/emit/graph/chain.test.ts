import { expect, test } from "vitest";
import { call, failure, job, pinned, sh, workflow } from "../../index.ts";
import { type AnyJob, model } from "../../workflow/job-model.ts";
import type { AnyWorkflow } from "../../workflow/workflow-model.ts";
import { renderWorkflow } from "../workflow.ts";
import { type Chain, chainLine, longestChain } from "./chain.ts";

const callees = { usesOf: () => "$/.github/workflows/x.yml", permissionsOf: () => new Map(), pins: new Map() };
const chain = (made: AnyWorkflow): Chain => longestChain(renderWorkflow(made, callees), called);
const called = (job: AnyJob): Chain | undefined => {
  const { callee } = { callee: undefined, ...job[model] };
  return callee === undefined || "uses" in callee ? undefined : chain(callee);
};

const { uses } = pinned({});
const step = (id: string, needs: readonly AnyJob[], scripts = 1) =>
  job(id, {
    runsOn: "ubuntu-24.04",
    needs,
    steps: ({ step: add }) => {
      for (let n = 0; n < scripts; n++) add(sh`true`, { permissions: {} });
    },
  });
const of = (...jobs: readonly AnyJob[]) => workflow("X", { on: { push: {} }, jobs: () => jobs });

test("the most jobs in a row count, and of several such chains the slowest", () => {
  const [fast, slow] = [step("fast", []), step("slow", [], 10)];
  const [left, right] = [step("left", [fast]), step("right", [slow])];
  const last = step("last", [left]);
  expect(chain(of(fast, slow, left, right))).toEqual({ jobs: ["slow", "right"], seconds: 29 + 11 });
  expect(chain(of(fast, slow, left, right, last)).jobs).toEqual(["fast", "left", "last"]);
});

test("the jobs of a called workflow count as they stand in a row", () => {
  const [a, b] = [step("a", []), step("b", [])];
  const second = step("second", [a]);
  const callee = workflow("Callee", { on: { workflow_call: {} }, jobs: () => [a, second, b] });
  const made = call("deploy", callee, {});
  expect(chain(of(made, step("tell", [made]))).jobs).toEqual(["deploy/a", "deploy/second", "tell"]);
});

test("a step that waits for a failure takes no time when all is well", () => {
  const deploy = job("deploy", {
    runsOn: "ubuntu-24.04",
    steps: ({ step: add }) => {
      add(uses("$/actions/kustomize-deploy"), { permissions: {} });
      add(uses("$/actions/rollback"), { permissions: {}, if: failure() });
    },
  });
  expect(chain(of(deploy)).seconds).toBe(9 + 60);
});

test("a chain is told in one line", () => {
  expect(chainLine({ jobs: ["image", "staging"], seconds: 125 })).toBe(
    "2 jobs in a row, by rule of thumb 2 min 5 s: image → staging",
  );
  expect(chainLine({ jobs: ["test"], seconds: 45 })).toBe("1 job in a row, by rule of thumb 45 s: test");
});
