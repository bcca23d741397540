/** One run goes through both environments. That each may be tried by itself is shown here. */
import { expect, test } from "vitest";
import { type Pending, Pipeline, type Run } from "./run.ts";

const pipeline = new Pipeline();

type End = readonly ["success" | "failure", Readonly<Record<string, string>>];
const release = "7-1";
/** However a step can end: by what it tells, or with nothing told at all. */
const ends: Readonly<Record<Pending["does"], readonly End[]>> = {
  deploy: [
    ["failure", {}],
    ["success", { status: "applied", verdict: "ok", release }],
    ["failure", { status: "failed", verdict: "findings", release }],
    ["failure", { status: "superseded", verdict: "findings", release: "8-1" }],
    ["failure", { status: "held", verdict: "findings" }],
    ["failure", { status: "busy", verdict: "tool-error" }],
    ["failure", { verdict: "tool-error" }],
  ],
  smoke: [
    ["failure", {}],
    ["success", { status: "live", verdict: "ok" }],
    ["failure", { status: "live", verdict: "findings" }],
    ["failure", { status: "failed", verdict: "findings" }],
    ["failure", { status: "replaced", verdict: "findings" }],
    ["failure", { status: "applied", verdict: "tool-error" }],
    ["failure", { verdict: "tool-error" }],
  ],
  rollback: [
    ["failure", {}],
    ["success", { result: "rolled-back", verdict: "ok" }],
    ["success", { result: "not-needed", verdict: "ok" }],
    ["failure", { result: "rollback-failed", verdict: "findings" }],
    ["failure", { verdict: "tool-error" }],
  ],
};

interface Arrived {
  readonly run: Run;
  /** how the last step of staging ended */
  readonly after: string;
}

/** Every run, in every way that it can go through staging, until it waits for production or is over. */
function throughStaging(): { readonly arrived: readonly Arrived[]; readonly ways: number } {
  const arrived: Arrived[] = [];
  let ways = 0;
  const go = (run: Run, after: string): void => {
    if (run.asks !== undefined) return void arrived.push({ run, after });
    const pending = run.work === undefined ? undefined : pipeline.pending(run);
    if (pending === undefined) {
      ways += 1;
      return;
    }
    if (pending.environment !== "staging") throw new Error("production began and nobody was asked");
    for (const [end, outputs] of ends[pending.does])
      go(pipeline.stepEnded(run, end, outputs), `${pending.does} ${end} ${outputs["status"] ?? ""}`);
    go(pipeline.lost(run), `${pending.does} lost`);
    go(pipeline.cancel(run), `${pending.does} cancelled`);
  };
  go(pipeline.begin(), "push");
  return { arrived, ways };
}

const { arrived, ways } = throughStaging();

test("production is asked for only after the smoke test of staging said live", () => {
  expect(ways).toBeGreaterThan(30);
  expect(new Set(arrived.map(({ after }) => after))).toEqual(new Set(["smoke success live"]));
});

test("where a run waits for production it is as any other that waits there, whatever it met in staging", () => {
  const futures = new Set(arrived.map(({ run }) => JSON.stringify(futureOf(pipeline.answer(run, "approved")))));
  expect(futures.size).toBe(1);
});

/** Every step that can still come in production, after every end of the step before. */
function futureOf(run: Run): unknown {
  const pending: Pending | undefined = run.work === undefined ? undefined : pipeline.pending(run);
  if (pending === undefined) return "over";
  const nexts = ends[pending.does].map(([end, outputs]) => futureOf(pipeline.stepEnded(run, end, outputs)));
  return [pending, futureOf(pipeline.lost(run)), futureOf(pipeline.cancel(run)), nexts];
}

test("nothing that happens in production comes back to staging", () => {
  const first = arrived[0];
  if (first === undefined) throw new Error("no run ever waits for production");
  const seen = JSON.stringify([
    futureOf(pipeline.answer(first.run, "approved")),
    futureOf(pipeline.answer(first.run, "rejected")),
    futureOf(pipeline.cancel(first.run)),
  ]);
  expect(seen).toContain('"environment":"production"');
  expect(seen).not.toContain('"environment":"staging"');
});

test("no run of it waits for another: neither the workflow nor a job is in a group", () => {
  expect(pipeline.groups).toEqual([]);
});

test("both environments have the same steps, so that what is tried in one says something of the other", () => {
  const steps = (environment: string) => {
    const found: string[] = [];
    let run = pipeline.begin();
    for (let n = 0; n < 20 && !pipeline.isOver(run); n++) {
      if (run.asks !== undefined) run = pipeline.answer(run, "approved");
      const pending = pipeline.pending(run);
      if (pending === undefined) break;
      if (pending.environment === environment) found.push(JSON.stringify({ ...pending, job: "", environment: "" }));
      const status = pending.does === "deploy" ? "applied" : "live";
      run = pipeline.stepEnded(run, "success", { status, verdict: "ok", release: "2-1" });
    }
    return found;
  };
  expect(steps("staging")).toEqual([
    '{"job":"","does":"deploy","environment":"","windowMs":600000}',
    '{"job":"","does":"smoke","environment":"","release":"2-1"}',
  ]);
  expect(steps("production")).toEqual(steps("staging"));
});
