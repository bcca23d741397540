/**
 * No sequence of pushes, approvals, rejections, cancellations, timeouts and failures breaks what a pipeline promises. The jobs and
 * their order are read from the generated deploy.yml, the steps are the stories of src/release themselves. docs/adr/0121 says
 * what is tried and what is not, and 0150 why fewer ways are enough.
 */
import { expect, test, vi } from "vitest";
import { type Environment, Scene } from "./scene.ts";
import type { Limits } from "./world.ts";

vi.mock("../../src/release/render/render.ts", () => import("./rendering.ts"));

type Tried = Pick<Limits, "events" | "cuts" | "again"> & {
  readonly environment: Environment;
  readonly how: "plainly" | "briefly";
  /** so that a mistake in the machinery, which would try nothing, does not look like success */
  readonly least: bigint;
};

const tried: readonly Tried[] = [
  { environment: "staging", events: 6, cuts: "half way", again: false, how: "briefly", least: 50_000_000n },
  { environment: "production", events: 6, cuts: "half way", again: false, how: "briefly", least: 5_000n },
  { environment: "staging", events: 4, cuts: "half way", again: true, how: "briefly", least: 300_000n },
  { environment: "production", events: 6, cuts: "half way", again: true, how: "briefly", least: 10_000n },
  { environment: "staging", events: 2, cuts: "anywhere", again: false, how: "plainly", least: 6_000n },
  { environment: "production", events: 4, cuts: "anywhere", again: false, how: "plainly", least: 20_000n },
];

const reruns = (again: boolean) => (again ? "runs are run again" : "no run is run again");

test.each(tried.map((one) => ({ ...one, reruns: reruns(one.again) })))(
  "$environment keeps its promises in every sequence of up to $events events, where steps are stopped $cuts and $reruns",
  async ({ environment, events, cuts, again, how, least }) => {
    const scene = new Scene(environment, { cuts, again });
    const explored = await scene[how](events);
    const { states, moves, sequences, ends } = explored;
    const words = Object.entries(ends).map(([end, times]) => `${end} ${times}`);
    console.log(
      `${environment}, ${events} events, ${cuts}, ${reruns(again)}: ${sequences} sequences, through ${states} states by ${moves} moves; ${scene.theatre.played} stories played: ${words.join(", ")}`,
    );
    expect((await scene.counterexample(explored))?.told.join("\n") ?? "none").toBe("none");
    expect(sequences > least, `${sequences} sequences`).toBe(true);
  },
  900_000,
);

test("gone move by move, the stories of staging end in all of their ways", async () => {
  const { ends } = await new Scene("staging", { cuts: "half way", again: false }).plainly(3);
  const ways = Object.keys(ends).map((end) => end.replace(/^the lease is no longer surely ours.*/, "lease lost"));
  expect([...new Set(ways)].sort()).toEqual([
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
