import { expect, test } from "vitest";
import type { Decide, JobNode, LegPlan, Situation } from "./job.ts";
import { type Effect, type Event, type LegKey, Schedule, type State } from "./schedule.ts";

const leg = (more: Partial<LegPlan> = {}): LegPlan => ({
  name: "job",
  matrix: {},
  continueOnError: false,
  index: 0,
  strategy: {},
  ...more,
});
const runs = (legs = [leg()], failFast = true, maxParallel = Number.POSITIVE_INFINITY): ReturnType<Decide> => ({
  kind: "run",
  legs,
  failFast,
  maxParallel,
});
const success = ({ ancestors, cancelled }: Situation) =>
  !cancelled && Object.values(ancestors).every((r) => r === "success");

/** a → b → c, and d on its own, each by the default `if`, unless told */
function play(nodes: readonly JobNode[], special: Readonly<Record<string, (s: Situation) => ReturnType<Decide>>> = {}) {
  const schedule = new Schedule(nodes, (job, situation) => {
    const own = special[job];
    if (own) return own(situation);
    return success(situation) ? runs() : { kind: "skip", why: "what it needs did not succeed" };
  });
  let state: State = schedule.begin();
  const send = (event: Event): string[] => {
    const { state: after, effects } = schedule.next(state, event);
    state = after;
    return effects.filter(({ kind }) => kind !== "planned").map(shown);
  };
  return {
    send,
    over: () => schedule.isOver(state),
    result: () => schedule.result(state),
    start: () => send({ kind: "start" }),
  };
}
const shown = (effect: Effect) =>
  "leg" in effect ? `${effect.kind} ${effect.leg}` : `${effect.job} ${effect.kind === "ended" ? effect.result : ""}`;
const finished = (leg: LegKey, result: "success" | "failure" | "cancelled" = "success", outputs = {}): Event => ({
  kind: "finished",
  leg,
  result,
  outputs,
});
const chain: JobNode[] = [
  { id: "a", needs: [] },
  { id: "b", needs: ["a"] },
  { id: "c", needs: ["b"] },
  { id: "d", needs: [] },
];

test("jobs start when all they need has ended well", () => {
  const { send, start, over, result } = play(chain);
  expect(start()).toEqual(["run a#0", "run d#0"]);
  expect(send(finished("a#0"))).toEqual(["a success", "run b#0"]);
  expect(send(finished("b#0"))).toEqual(["b success", "run c#0"]);
  expect(send(finished("d#0"))).toEqual(["d success"]);
  expect(over()).toBe(false);
  expect(send(finished("c#0"))).toEqual(["c success"]);
  expect([over(), result()]).toEqual([true, "success"]);
});

test("a failure skips everything that descends from it", () => {
  const { send, start, result } = play(chain);
  start();
  expect(send(finished("a#0", "failure"))).toEqual(["a failure", "b skipped", "c skipped"]);
  send(finished("d#0"));
  expect(result()).toBe("failure");
});

test("a job behind an always() job is still skipped when an ancestor failed", () => {
  const { send, start } = play(chain, { b: () => runs() });
  start();
  expect(send(finished("a#0", "failure"))).toEqual(["a failure", "run b#0"]);
  expect(send(finished("b#0"))).toEqual(["b success", "c skipped"]);
});

test("a gate asks, approval runs, rejection fails the job", () => {
  const gated = { a: () => runs([leg({ gate: "production" })]) };
  const approved = play(chain, gated);
  expect(approved.start()).toEqual(["ask a#0", "run d#0"]);
  expect(approved.send({ kind: "approved", leg: "a#0" })).toEqual(["run a#0"]);
  const rejected = play(chain, gated);
  rejected.start();
  expect(rejected.send({ kind: "rejected", leg: "a#0" })).toEqual([
    "closed a#0",
    "a failure",
    "b skipped",
    "c skipped",
  ]);
});

test("max-parallel keeps legs back, fail-fast ends the others", () => {
  const { send, start } = play([{ id: "a", needs: [] }], { a: () => runs([leg(), leg(), leg()], true, 2) });
  expect(start()).toEqual(["run a#0", "run a#1"]);
  expect(send(finished("a#0", "failure"))).toEqual(["stop a#1", "closed a#2"]);
  expect(send(finished("a#1", "cancelled"))).toEqual(["a failure"]);
});

test("without fail-fast the other legs go on", () => {
  const { send, start } = play([{ id: "a", needs: [] }], { a: () => runs([leg(), leg()], false) });
  start();
  expect(send(finished("a#0", "failure"))).toEqual([]);
  expect(send(finished("a#1"))).toEqual(["a failure"]);
});

test("continue-on-error makes a failed leg count as success", () => {
  const { send, start } = play(chain, { a: () => runs([leg({ continueOnError: true })]) });
  start();
  expect(send(finished("a#0", "failure"))).toEqual(["a success", "run b#0"]);
});

test("the last leg to end wins an output, an empty one never does", () => {
  const seen: Situation["needs"][] = [];
  const { send, start } = play(chain, {
    a: () => runs([leg(), leg()]),
    b: ({ needs }) => {
      seen.push(needs);
      return runs();
    },
  });
  start();
  send(finished("a#0", "success", { x: "first", y: "kept" }));
  send(finished("a#1", "success", { x: "second", y: "" }));
  expect(seen).toEqual([{ a: { result: "success", outputs: { x: "second", y: "kept" } } }]);
});

test("cancelling stops what runs, ends what waits for approval, and skips the rest", () => {
  const { send, start, over, result } = play(chain, { a: () => runs([leg({ gate: "production" })]) });
  start();
  expect(send({ kind: "cancel" })).toEqual(["closed a#0", "stop d#0", "a cancelled", "b skipped", "c skipped"]);
  expect(send(finished("d#0", "failure"))).toEqual(["d cancelled"]);
  expect([over(), result()]).toEqual([true, "cancelled"]);
});

test("a job that is always() to run goes on when the run is cancelled", () => {
  const { send, start, result } = play([{ id: "a", needs: [] }], { a: () => runs() });
  start();
  expect(send({ kind: "cancel" })).toEqual([]);
  expect(send(finished("a#0"))).toEqual(["a success"]);
  expect(result()).toBe("cancelled");
});

test("of legs that share an output, the one that ended last gives it", () => {
  const two = [leg({ index: 0 }), leg({ index: 1 })];
  let seen: Situation["needs"] = {};
  const { send, start } = play(
    [
      { id: "a", needs: [] },
      { id: "b", needs: ["a"] },
    ],
    {
      a: () => runs(two),
      b: ({ needs }) => {
        seen = needs;
        return runs();
      },
    },
  );
  start();
  send(finished("a#1", "success", { image: "second" }));
  send(finished("a#0", "success", { image: "first" }));
  expect(seen["a"]?.outputs).toEqual({ image: "first" });
});
