import { expect, test } from "vitest";
import { decideTake, mayWrite, observe } from "./lease.ts";

const seen = (holder: string, firstSeen: number) => ({ holder, version: "7", durationMs: 60_000, firstSeen });

test.each([
  ["none yet", undefined, 0, { take: "now", because: "free" }],
  ["given back", seen("", 0), 1, { take: "now", because: "free" }],
  ["ours from an earlier step", seen("me", 0), 1, { take: "now", because: "ours" }],
  ["held", seen("other", 0), 20_000, { take: "wait", forMs: 40_000 }],
  ["about to run out", seen("other", 0), 59_999, { take: "wait", forMs: 1 }],
  [
    "run out: quiet for as long as its last request may take",
    seen("other", 0),
    60_000,
    { take: "after", quietMs: 15_000 },
  ],
] as const)("%s", (_, lease, elapsed, decision) => {
  expect(decideTake(lease, "me", elapsed, 15_000)).toEqual(decision);
});

test("expiry counts from the last change that we saw, by our own clock", () => {
  const first = observe(undefined, seen("other", 0), 1_000);
  const unchanged = observe(first, seen("other", 0), 50_000);
  expect(unchanged.firstSeen).toBe(1_000);
  const renewed = observe(unchanged, { ...seen("other", 0), version: "8" }, 55_000);
  expect(renewed.firstSeen).toBe(55_000);
});

test("the holder stops writing while a whole request still fits before the end", () => {
  const held = { sentAt: 0, durationMs: 60_000 };
  expect(mayWrite(held, 44_999, 15_000)).toBe(true);
  expect(mayWrite(held, 45_000, 15_000)).toBe(false);
  expect(mayWrite(held, 90_000, 15_000)).toBe(false);
});

test("holder and taker never write at once, whatever the moment of the last write", () => {
  for (let sent = 0; sent < 60_000; sent += 500) {
    const lastByte = mayWrite({ sentAt: 0, durationMs: 60_000 }, sent, 15_000) ? sent + 15_000 : 0;
    // the earliest a taker can have seen the last renewal is when it was sent
    const firstWrite = 60_000 + 15_000;
    expect(lastByte).toBeLessThan(firstWrite);
  }
});
