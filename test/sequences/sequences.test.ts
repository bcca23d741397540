/**
 * No sequence of pushes, approvals, rejections, cancellations, timeouts and failures breaks what a pipeline promises. The jobs and
 * their order are read from the generated deploy.yml, the steps are the stories of src/release themselves. docs/adr/0121 says
 * what is tried and what is not.
 */
import { afterEach, expect, test, vi } from "vitest";
import type { KubeObject } from "../../src/release/kube/object.ts";
import { Exploration, type Explored, type Limits, tell } from "./explore.ts";
import { Pipeline } from "./run.ts";
import { Theatre } from "./story.ts";

/** What is taken out of src/release: then there must be a sequence that goes wrong. */
const removed = vi.hoisted(() => ({ order: false, lease: false, hold: false }));
afterEach(() => Object.assign(removed, { order: false, lease: false, hold: false }));

vi.mock("../../src/release/order/supersede.ts", async (original) => {
  const actual = await original<typeof import("../../src/release/order/supersede.ts")>();
  const superseded: typeof actual.superseded = (...asked) => (removed.order ? undefined : actual.superseded(...asked));
  return { ...actual, superseded };
});
vi.mock("../../src/release/order/hold.ts", async (original) => {
  const actual = await original<typeof import("../../src/release/order/hold.ts")>();
  const decideHold: typeof actual.decideHold = (asked) => (removed.hold ? { held: false } : actual.decideHold(asked));
  return { ...actual, decideHold };
});
vi.mock("../../src/release/lease/lease.ts", async (original) => {
  const actual = await original<typeof import("../../src/release/lease/lease.ts")>();
  const decideTake: typeof actual.decideTake = (...asked) =>
    removed.lease ? { take: "now", because: "free" } : actual.decideTake(...asked);
  const mayWrite: typeof actual.mayWrite = (...asked) => removed.lease || actual.mayWrite(...asked);
  return { ...actual, decideTake, mayWrite };
});

// what kustomize would render is no decision: a bundle is named by its text
const bundles = new Map<string, readonly KubeObject[]>();
vi.mock("../../src/release/render/render.ts", () => ({
  render: async (overlay: string) => ({ ok: true, objects: bundles.get(overlay) }),
}));
const overlay = (objects: readonly KubeObject[]) => {
  const name = JSON.stringify(objects);
  bundles.set(name, objects);
  return name;
};

const explore = (environment: string, limits: Omit<Limits, "states">): Promise<Explored> =>
  new Exploration(new Theatre(overlay), new Pipeline(), environment, { states: 200_000, ...limits }).explore();

const shown = ({ counterexample }: Explored) => (counterexample === undefined ? "none" : tell(counterexample));

/** How much was tried; and so that a mistake in the machinery, which would try nothing, does not look like success. */
function counted(name: string, { states, moves, stories, sequences, ends }: Explored, least: bigint): void {
  const how = Object.entries(ends).map(([end, times]) => `${end} ${times}`);
  console.log(
    `${name}: ${sequences} sequences, through ${states} states by ${moves} moves; ${stories} stories played: ${how.join(", ")}`,
  );
  expect(sequences > least, `${sequences} sequences`).toBe(true);
}

type Tried = readonly ["production" | "staging", number, Limits["cuts"], bigint];
/** Takes about 16 s of one core, and more memory than a test usually should. */
const deep: readonly Tried[] =
  process.env["TIDEGATE_SEQUENCES"] === "deep" ? [["staging", 4, "half way", 6_000_000n]] : [];

test.each<Tried>([
  ...deep,
  ["production", 6, "half way", 500_000n],
  ["production", 4, "anywhere", 20_000n],
  ["staging", 2, "anywhere", 6_000n],
])(
  "%s keeps its promises in every sequence of up to %i events, steps being stopped %s",
  async (environment, events, cuts, least) => {
    const explored = await explore(environment, { events, cuts });
    counted(`${environment}, ${events} events, ${cuts}`, explored, least);
    expect(shown(explored)).toBe("none");
  },
  180_000,
);

test("staging, where nobody is asked, keeps them in every sequence of up to 3, however its runs are numbered", async () => {
  const limits = { events: 3, cuts: "half way" } as const;
  const explored = await explore("staging", limits);
  counted("staging, 3 events, half way", explored, 30_000n);
  expect(shown(explored)).toBe("none");
  // worlds that differ only in how their runs are numbered were taken for one: they have the same futures
  const apart = await explore("staging", { ...limits, tellApart: "number" });
  expect(apart.states).toBeGreaterThan(explored.states);
  expect(apart.sequences).toBe(explored.sequences);
  const ways = Object.keys(explored.ends).map((end) =>
    end.replace(/^the lease is no longer surely ours.*/, "lease lost"),
  );
  expect(ways.sort()).toEqual([
    "applied",
    "failed",
    "held",
    "lease lost",
    "live",
    "not-needed",
    "replaced",
    "rollback-failed",
    "rolled-back",
    "superseded",
  ]);
}, 180_000);

test("both environments have the same steps, so that what is tried in one says something of the other", () => {
  const pipeline = new Pipeline();
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

/** The shortest sequence that goes wrong where something was removed; it is printed as a person would want to read it. */
async function counterexample(environment: string, events: number): Promise<readonly string[]> {
  const told = shown(await explore(environment, { events, cuts: "half way" }));
  console.log(told);
  return told.split("\n");
}

test("without the order check an older release gets past a newer one", async () => {
  removed.order = true;
  expect(await counterexample("production", 4)).toEqual([
    "an older release stands over a newer one: objects of 3-2 of run 2 over those of 3-1 of run 3, which is live",
    "1-1 is live; then, with the events numbered,",
    "  1. push 2",
    "  2. push 3",
    "  3. run 3: production is approved",
    "     run 3: deploy → applied",
    "     run 3: smoke → live",
    "  4. run 2: production is approved",
    "     run 2: deploy → applied",
  ]);
}, 180_000);

test("without the lease a release that stood still becomes live over a newer one, and two are live", async () => {
  removed.lease = true;
  expect(await counterexample("staging", 2)).toEqual([
    "two releases are live: 2-1 of run 2 by its record, and objects of 3-1, which is replaced",
    "1-1 is live; then, with the events numbered,",
    "  1. push 2",
    "     run 2: deploy → applied",
    "     run 2: smoke stands still before its request 2",
    "  2. push 3",
    "     run 3: deploy → applied",
    "     run 2: smoke goes on, long after → live",
  ]);
}, 180_000);

test("without the hold what was rolled back comes back with the next push", async () => {
  removed.hold = true;
  expect(await counterexample("staging", 3)).toEqual([
    "2-1 of run 2 was rolled back, and came back in 3-1 of run 3 though nobody said that it is mended",
    "1-1 is live; then, with the events numbered,",
    "  1. push 2",
    "     run 2: deploy → applied",
    "  2. run 2: smoke takes too long and is ended before its request 2",
    "     run 2: rollback → rolled-back",
    "  3. push 3",
    "     run 3: deploy → applied",
    "     run 3: smoke → live",
  ]);
}, 180_000);
