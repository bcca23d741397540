import { expect, test } from "vitest";
import { type Entry, emptyHead, type Head } from "./head.ts";
import { begin, kept, makeLive, move, previousOf, trim } from "./moves.ts";

const entry = (order: number, more: Partial<Entry> = {}): Omit<Entry, "status" | "since"> => ({
  id: `${order}-1`,
  order,
  kind: "deploy",
  made: "2026-11-21T09:00:00Z",
  holder: `acme/shop/${order}/1`,
  actor: "dana",
  bundle: `sha256:${order}`,
  chunks: 1,
  ...more,
});
const at = "2026-11-21T10:00:00Z";
const statuses = (head: Head) => head.entries.map(({ id, status }) => `${id} ${status}`);

/** Deployed, and live with passed checks. */
const live = (head: Head, order: number, proven = true): Head => {
  const begun = begin(head, entry(order), "deploy");
  return makeLive(move(begun, `${order}-1`, "applied", "deploy", { at }), `${order}-1`, "smoke-test", { at, proven });
};
const empty = emptyHead("shop", "staging");

test("one release is live, and the one before is replaced in the same swap", () => {
  expect(statuses(live(live(empty, 1), 2))).toEqual(["1-1 replaced", "2-1 live"]);
});

test("a rollback's swap sets what it undid to rolled-back, and leaves no second live one", () => {
  const failed = move(begin(live(live(empty, 1), 2), entry(3), "deploy"), "3-1", "failed", "deploy", {
    at,
    cause: "crash",
  });
  const back = begin(
    failed,
    entry(3, { id: "3-2", kind: "rollback", undoes: "3-1", bundleOf: "2-1", bundle: "sha256:2" }),
    "rollback",
  );
  const done = makeLive(
    move(back, "3-2", "applied", "rollback", { at }),
    "3-2",
    "rollback",
    { at, proven: true },
    {
      release: "3-1",
      reason: "crash",
      at,
      by: "dana",
    },
  );
  expect(statuses(done)).toEqual(["1-1 replaced", "2-1 replaced", "3-1 rolled-back", "3-2 live"]);
  expect(done.hold?.release).toBe("3-1");
});

test("a release that failed cannot become live", () => {
  const failed = move(begin(empty, entry(1), "deploy"), "1-1", "failed", "deploy", { at });
  expect(() => makeLive(failed, "1-1", "smoke-test", { at, proven: true })).toThrow("failed → live");
});

test("one that was stopped for so long that another went live is told which, whatever it was about to write", () => {
  const late = live(begin(empty, entry(1), "deploy"), 2);
  expect(statuses(late)).toEqual(["1-1 replaced", "2-1 live"]);
  const told = "release 1-1 was replaced meanwhile; 2-1 is live";
  expect(() => move(late, "1-1", "failed", "deploy", { at })).toThrow(told);
  expect(() => makeLive(late, "1-1", "deploy", { at, proven: true })).toThrow(told);
});

test("a smoke test cannot begin a release, and an id is given once", () => {
  expect(() => begin(empty, entry(1), "smoke-test")).toThrow("cannot begin");
  expect(() => begin(begin(empty, entry(1), "deploy"), entry(1), "deploy")).toThrow("already on record");
});

test("the recorded order never falls", () => {
  expect(begin(live(empty, 7), entry(3, { id: "3-9" }), "deploy").order).toBe(7);
});

test("previous: the newest other one that was live with passed checks and was not rolled back", () => {
  const head = live(live(live(empty, 1), 2, false), 3);
  expect(previousOf(head)?.id).toBe("1-1");
  const undone = head.entries.find(({ id }) => id === "3-1");
  expect(previousOf(head, undone)?.id).toBe("1-1");
});

test("previous is never the same bundle again", () => {
  const same = makeLive(
    move(begin(live(live(empty, 1), 2), entry(3, { bundle: "sha256:2" }), "deploy"), "3-1", "applied", "deploy", {
      at,
    }),
    "3-1",
    "deploy",
    { at, proven: true },
  );
  expect(previousOf(same)?.id).toBe("1-1");
});

test("ten are kept; what one would go back to and what has not ended are never dropped", () => {
  const many = Array.from({ length: 14 }, (_, i) => i + 1).reduce(
    (head, order) => live(head, order, order === 1 || order > 12),
    empty,
  );
  const { head, dropped } = trim(many);
  expect(head.entries).toHaveLength(kept);
  expect(dropped.map(({ id }) => id)).toEqual(["1-1", "2-1", "3-1", "4-1"]);
  const only = Array.from({ length: 14 }, (_, i) => i + 1).reduce((one, order) => live(one, order, order === 1), empty);
  expect(trim(only).head.entries.map(({ id }) => id)).toContain("1-1");
});
