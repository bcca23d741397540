import { expect, test } from "vitest";
import { type Entry, emptyHead, type Head } from "../record/head.ts";
import { decideHold, fixedReleases, holdAfter } from "./hold.ts";
import { recordedOrder, superseded } from "./supersede.ts";

const entry = (order: number, status: Entry["status"], more: Partial<Entry> = {}): Entry => ({
  id: `${order}-1`,
  order,
  kind: "deploy",
  status,
  made: "",
  since: "",
  holder: "",
  actor: "",
  bundle: "",
  chunks: 1,
  ...more,
});
const head = (...entries: readonly Entry[]): Head => ({
  ...emptyHead("shop", "staging"),
  order: Math.max(0, ...entries.map(({ order }) => order)),
  entries,
});
const mine = (order: number, more: Partial<Parameters<typeof superseded>[1]> = {}) => ({
  order,
  holder: "me",
  allowOlder: false,
  ancestry: "unknown" as const,
  ...more,
});

test.each([
  ["nothing on record", head(), mine(5), undefined],
  ["a newer one is live", head(entry(9, "live")), mine(5), "9-1"],
  ["a newer one is applied", head(entry(9, "applied")), mine(5), "9-1"],
  ["a newer one is under way", head(entry(9, "pending")), mine(5), "9-1"],
  ["a newer one failed: ours may be what is wanted", head(entry(9, "failed")), mine(5), undefined],
  [
    "a newer one was rolled back by a newer rollback",
    head(entry(8, "rolled-back"), entry(9, "replaced", { kind: "rollback" })),
    mine(5),
    "9-1",
  ],
  ["a re-run of the live run", head(entry(5, "live")), mine(5), undefined],
  ["an older one is live", head(entry(4, "live")), mine(5), undefined],
  ["our commit is an ancestor of the live one's", head(entry(4, "live")), mine(5, { ancestry: "ancestor" }), "4-1"],
  [
    "a person lets an older one pass",
    head(entry(9, "live")),
    mine(5, { allowOlder: true, ancestry: "ancestor" }),
    undefined,
  ],
])("superseded: %s", (_, on, candidate, by) => {
  expect(superseded(on, candidate)?.by.id).toBe(by);
});

test("the recorded order never falls, and a laptop takes the next", () => {
  expect(recordedOrder(head(entry(9, "live")), 5)).toBe(9);
  expect(recordedOrder(head(entry(9, "live")), 12)).toBe(12);
  expect(recordedOrder(head(entry(9, "live")), "next")).toBe(10);
});

const hold = { release: "8-1", reason: "crash", at: "2026-11-21T09:00:00Z", by: "dana" };

test.each([
  ["none", { hold: undefined, released: undefined, fixes: [] }, false],
  ["held", { hold, released: undefined, fixes: [] }, true],
  ["released by name", { hold, released: "8-1", fixes: [] }, false],
  ["another one released", { hold, released: "7-1", fixes: [] }, true],
  ["mended by trailer", { hold, released: undefined, fixes: ["8-1"] }, false],
  ["another one mended", { hold, released: undefined, fixes: ["7-1"] }, true],
])("hold: %s", (_, question, held) => {
  expect(decideHold(question).held).toBe(held);
});

test("a trailer counts only at the end of a message, on a line of its own", () => {
  const messages = [
    "Mend the crash\n\nIt did not wait.\n\nFixes-Release: 8-1\nSigned-off-by: dana",
    "Talk about Fixes-Release: 9-1 in the subject",
    "Body\n\nFixes-Release: 7-1\n\nand more text",
  ];
  expect(fixedReleases(messages)).toEqual(["8-1"]);
});

test("a rollback that becomes live holds what it undid, with its cause and commit; a deploy ends the hold", () => {
  const bad = entry(3, "failed", { cause: "smoke: it answers 500", commit: "c0ffee" });
  const rollback = entry(4, "applied", { kind: "rollback", undoes: "3-1", actor: "dana" });
  const on = head(bad, rollback);
  expect(holdAfter(on, rollback, "now")).toEqual({
    release: "3-1",
    reason: "smoke: it answers 500",
    commit: "c0ffee",
    at: "now",
    by: "dana",
  });
  expect(holdAfter(on, { ...rollback, cause: "customers complain" }, "now")).toMatchObject({
    reason: "customers complain",
  });
  expect(holdAfter(on, bad, "now")).toBe("lift");
});
