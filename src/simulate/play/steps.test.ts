import { expect, test } from "vitest";
import { subjectOf } from "../../../test/simulate/subject.ts";
import { playSteps, stepsOtherwise, stepsWell, titleOf } from "./steps.ts";

const subject = subjectOf(`on: push
jobs:
  deploy:
    runs-on: ubuntu-24.04
    steps:
      - { id: prepare, name: Prepare, run: echo }
      - { id: look, name: Look, run: echo, continue-on-error: true }
      - { id: deploy, name: Deploy, run: echo }
      - { name: Back, if: failure() && steps.deploy.outputs.status == 'failed', run: echo }
      - { name: Note, if: steps.look.outcome == 'failure', run: echo }
      - { name: Clean, if: always(), run: echo }
`);
const [job] = subject.plan.jobs;
if (job?.kind !== "job") throw new Error("there is no job");

const ran = (ends: Readonly<Record<string, "failure" | "cancelled">>, outputs = {}) =>
  playSteps(job, {}, (step) => ({ end: ends[step.id] ?? "success", outputs }))
    .filter((step) => step.ran)
    .map(({ step }) => titleOf(step));

test.each<[string, Record<string, "failure" | "cancelled">, object, readonly string[]]>([
  ["all goes well", {}, {}, ["Prepare", "Look", "Deploy", "Clean"]],
  ["an early one fails", { prepare: "failure" }, {}, ["Prepare", "Clean"]],
  ["a failure is forgiven", { look: "failure" }, {}, ["Prepare", "Look", "Deploy", "Note", "Clean"]],
  ["the deploy fails", { deploy: "failure" }, { status: "failed" }, ["Prepare", "Look", "Deploy", "Back", "Clean"]],
  ["it fails otherwise", { deploy: "failure" }, { status: "held" }, ["Prepare", "Look", "Deploy", "Clean"]],
  ["the job is cancelled", { deploy: "cancelled" }, { status: "failed" }, ["Prepare", "Look", "Deploy", "Clean"]],
])("when %s", (_, ends, outputs, expected) => expect(ran(ends, outputs)).toEqual(expected));

test("each bad end of a step is told with what it says and what still runs", () => {
  expect(stepsOtherwise(job, {}).filter(({ step }) => step === "Deploy")).toEqual([
    { step: "Deploy", end: "fails", saying: [{ status: "failed" }], still: ["Back", "Clean"] },
    { step: "Deploy", end: "fails", saying: [{ status: "…" }, { status: "" }], still: ["Clean"] },
    { step: "Deploy", end: "is cancelled", saying: [], still: ["Clean"] },
  ]);
  expect(stepsWell(job, {}).flatMap(({ step, ran: did }) => (did ? [] : [titleOf(step)]))).toEqual(["Back", "Note"]);
});
