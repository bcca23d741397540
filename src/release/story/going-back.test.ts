import { expect, test } from "vitest";
import { type Entry, emptyHead, type Head } from "../record/head.ts";
import { findWay } from "./going-back.ts";

const entry = (id: string, status: Entry["status"], more: Partial<Entry> = {}): Entry => ({
  id,
  order: Number(id.split("-")[0]),
  kind: "deploy",
  status,
  made: "",
  since: "",
  holder: `acme/shop/${id.split("-")[0]}/1`,
  actor: "dana",
  bundle: id,
  chunks: 1,
  ...more,
});
const head = (...entries: readonly Entry[]): Head => ({ ...emptyHead("shop", "staging"), entries });
const wish = (more: Partial<Parameters<typeof findWay>[1]> = {}) => ({
  undo: "this-run" as const,
  to: "previous",
  holder: "acme/shop/3/1",
  reason: undefined,
  ...more,
});

const one = entry("1-1", "replaced", { wasLive: "proven" });
const two = entry("2-1", "live", { wasLive: "proven" });
const bad = entry("3-1", "failed");

/** Went to undo 3-1 by 2-1's bundle. */
const stopped = (status: Entry["status"]) =>
  entry("3-2", status, { kind: "rollback", undoes: "3-1", bundleOf: "2-1", bundle: "2-1", holder: "acme/shop/3/1" });

const told = (on: Head, wanted: Parameters<typeof findWay>[1]) => {
  const way = findWay(on, wanted);
  return way.go ? `${way.undone.id} → ${way.target.id}` : `${way.why}: ${way.message}`;
};

test.each([
  ["this run's failed deploy goes back to what is live", head(one, two, bad), wish(), "3-1 → 2-1"],
  ["so does one that was killed", head(one, two, entry("3-1", "pending")), wish(), "3-1 → 2-1"],
  ["another attempt of the same run may undo it", head(one, two, bad), wish({ holder: "acme/shop/3/2" }), "3-1 → 2-1"],
  [
    "a run that recorded nothing undoes nothing",
    head(one, two),
    wish(),
    "not-needed: this run recorded no release, so it has nothing to undo",
  ],
  [
    "after another became live there is nothing to undo",
    head(one, entry("3-1", "replaced"), entry("4-1", "live")),
    wish(),
    "not-needed: release 3-1 of this run is replaced already",
  ],
  [
    "nor while another came after it",
    head(one, bad, entry("4-1", "failed")),
    wish(),
    "not-needed: release 4-1 came after this run's 3-1; undoing it is not this run's to do",
  ],
  ["a person undoes whatever stands", head(one, two), wish({ undo: "live", holder: "laptop/x/1" }), "2-1 → 1-1"],
  [
    "the first deploy has nothing before it",
    head(bad),
    wish(),
    "nothing-to-go-back-to: no release before 3-1 was live with passed smoke checks",
  ],
  [
    "nor one after an unproven release only",
    head(entry("2-1", "live", { wasLive: "unproven" }), bad),
    wish(),
    "nothing-to-go-back-to: no release before 3-1 was live with passed smoke checks",
  ],
  [
    "one that never passed needs a reason",
    head(one, entry("2-1", "replaced"), bad),
    wish({ to: "2-1" }),
    "refused: release 2-1 never was live with passed smoke checks; going there needs a reason",
  ],
  [
    "with a reason it goes",
    head(one, entry("2-1", "replaced"), bad),
    wish({ to: "2-1", reason: "the data fits only this one" }),
    "3-1 → 2-1",
  ],
  [
    "across an irreversible one it needs a reason",
    head(one, two, entry("3-1", "failed", { irreversible: "drops a column" })),
    wish(),
    "refused: release 3-1 is irreversible (drops a column); going back across it needs a reason",
  ],
  [
    "an irreversible one that stays is not crossed",
    head(one, { ...two, irreversible: "drops a column" }, bad),
    wish(),
    "3-1 → 2-1",
  ],
  [
    "a rollback that was stopped half way is tried again, not gone back from",
    head(one, two, bad, stopped("pending")),
    wish({ undo: "live", holder: "laptop/x/1" }),
    "3-1 → 2-1",
  ],
  [
    "also by the run that began it",
    head(one, two, bad, stopped("applied")),
    wish({ holder: "acme/shop/3/2" }),
    "3-1 → 2-1",
  ],
  ["one that failed is tried again by its own run", head(one, two, bad, stopped("failed")), wish(), "3-1 → 2-1"],
  [
    "a person goes further back from it",
    head(one, two, bad, stopped("failed")),
    wish({ undo: "live", holder: "laptop/x/1" }),
    "3-2 → 1-1",
  ],
  [
    "somebody else's failed one is not this run's to try again",
    head(one, two, bad, { ...stopped("failed"), holder: "laptop/x/1" }),
    wish(),
    "not-needed: release 3-2 came after this run's 3-1; undoing it is not this run's to do",
  ],
  ["an id that is not on record", head(one, two, bad), wish({ to: "9-9" }), "refused: release 9-9 is not on record"],
])("%s", (_, on, wanted, expected) => {
  expect(told(on, wanted)).toBe(expected);
});

test("where the id is wrong, giving a reason would not help: what there is is listed", () => {
  expect(findWay(head(one, two), wish({ undo: "live", to: "9-9", reason: "orders fail" }))).toMatchObject({
    why: "refused",
    next: expect.stringMatching(/^tidegate release list/),
  });
});
