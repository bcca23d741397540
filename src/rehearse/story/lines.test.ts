import { expect, test } from "vitest";
import type { RehearsalEvent } from "./event.ts";
import { LineStory } from "./lines.ts";

const leg = "production#0";
const step = "back";

function told(events: readonly RehearsalEvent[], everything = false): readonly string[] {
  const lines: string[] = [];
  const story = new LineStory((line) => lines.push(line), { everything, besideGraph: false });
  for (const event of events) story.tell(event);
  return lines;
}

const began: RehearsalEvent = { kind: "step-started", leg, step, name: "Roll back", at: 0 };
const said = (text: string): RehearsalEvent => ({ kind: "line", leg, step, text });
const ended = (outcome: "success" | "failure"): RehearsalEvent => ({
  ...{ kind: "step-ended", leg, step, name: "Roll back", outputs: {}, summary: "", at: 1000 },
  ...{ outcome, conclusion: outcome },
});
const released: RehearsalEvent = {
  ...{ kind: "released", leg, step, environment: "production", status: "rolled-back", release: "8-1", previous: "7-1" },
  ...{ cause: "", images: [], changed: 0, diff: "", at: 1000 },
};

test("of a step that released something, its last words are told, though it went well", () => {
  expect(told([began, said("one"), said("release 7-1 is live again"), ended("success"), released])).toEqual([
    "production: Roll back: success in 1.0 s",
    "production | release 7-1 is live again",
  ]);
});

test("where all of it was told anyway, they are not told twice", () => {
  const end = "production: Roll back: failure in 1.0 s";
  expect(told([began, said("no"), ended("failure"), released])).toEqual(["production | no", end]);
  expect(told([began, said("no"), ended("failure"), released], true)).toEqual(["production | no", end]);
});

const warning = (line: number): RehearsalEvent => ({
  ...{ kind: "annotation", leg, step },
  annotation: { level: "warning", message: "assert", file: "a.py", line },
});
const five = [1, 2, 3, 4, 5].map(warning);

test("warnings say where, and a step that has many does not fill the screen with them", () => {
  expect(told([began, ...five, ended("success")])).toEqual([
    "production: warning: a.py:1: assert",
    "production: warning: a.py:2: assert",
    "production: warning: a.py:3: assert",
    "production: 2 more like these, in the report",
    "production: Roll back: success in 1.0 s",
  ]);
  expect(told([began, ...five, ended("success")], true)).toHaveLength(6);
});

const error = (message: string): RehearsalEvent => ({
  ...{ kind: "annotation", leg, step },
  annotation: { level: "error", message },
});

test("what is set in below an error stands below it, also where it is shown later", () => {
  const events = [error("1. web crashes"), said("   on node a"), error("2. api crashes"), said("   on node b")];
  expect(told([began, ...events, error("no"), said("exit code 1"), ended("failure")])).toEqual([
    "production: error: 1. web crashes",
    "production: error: 2. api crashes",
    "production: error: no",
    "production | 1. web crashes",
    "production |    on node a",
    "production | 2. api crashes",
    "production |    on node b",
    "production | exit code 1",
    "production: Roll back: failure in 1.0 s",
  ]);
});

test("a job that never started is called by its name", () => {
  const skipped: RehearsalEvent = { kind: "job-ended", leg, name: "production", result: "skipped", outputs: {}, at: 1 };
  const [, line] = told([
    {
      ...{ kind: "began", format: 1, startedAt: "2026-01-01T00:00:00Z", repository: "acme/shop", event: "push" },
      ...{ workflow: { name: "Deploy", path: "deploy.yml" }, ref: "refs/heads/main", sha: "a".repeat(40) },
      graph: [{ id: "production", name: "To production", needs: [] }],
    },
    skipped,
  ]);
  expect(line).toBe("To production: skipped");
});
