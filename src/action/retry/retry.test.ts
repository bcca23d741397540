import { expect, test } from "vitest";
import { createLog } from "../log/log.ts";
import { createMasker } from "../mask/masker.ts";
import { backoff, retryAfter } from "./delay.ts";
import { type Attempt, retry } from "./retry.ts";
import { isTransient } from "./transient.ts";

/** A clock that only sleeping moves. */
function timeless() {
  let text = "";
  let at = 0;
  const slept: number[] = [];
  const deps = {
    now: () => new Date(at),
    random: () => 0,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds);
      at += milliseconds;
    },
    log: createLog({ write: (more) => (text += more), masker: createMasker() }),
  };
  return { deps, slept, lines: () => text.trimEnd().split("\n") };
}

const failing =
  (failures: number, wait?: number) =>
  async (number: number): Promise<Attempt<string>> =>
    number <= failures ? { done: false, why: "answered 503", wait } : { done: true, value: "fine" };

test("each new try has its reason in one line, and waits longer", async () => {
  const { deps, slept, lines } = timeless();
  expect(await retry(deps, { what: "npm" }, failing(3))).toBe("fine");
  expect(slept).toEqual([500, 1000, 2000]);
  expect(lines()).toEqual([
    "npm: answered 503; next try in 500ms (2 of 4)",
    "npm: answered 503; next try in 1s (3 of 4)",
    "npm: answered 503; next try in 2s (4 of 4)",
  ]);
});

test("after the last try it says how often", async () => {
  const { deps } = timeless();
  await expect(retry(deps, { what: "npm", attempts: 2 }, failing(9))).rejects.toMatchObject({
    code: "network",
    message: "npm: answered 503; tried 2 times",
  });
});

test("a wait that the server asks for is kept, unless it is absurd or beyond the deadline", async () => {
  const { deps, slept } = timeless();
  await retry(deps, { what: "npm" }, failing(1, 7000));
  expect(slept).toEqual([7000]);
  await expect(retry(deps, { what: "npm" }, failing(1, 3_600_000))).rejects.toThrow("it asks to wait 1h");
  await expect(retry(deps, { what: "npm", within: 5000 }, failing(1, 7000))).rejects.toThrow("no time is left of 5s");
});

test("waits double up to half a minute, with jitter in their upper half", () => {
  expect([1, 2, 3, 6, 9].map((attempt) => backoff(attempt, () => 0))).toEqual([500, 1000, 2000, 15_000, 15_000]);
  expect(backoff(1, () => 1)).toBe(1000);
});

test.each([
  ["5", 5000],
  [" 0 ", 0],
  ["Thu, 01 Jan 1970 00:01:00 GMT", 60_000],
  ["soon", undefined],
  ["", undefined],
  [null, undefined],
])("Retry-After %j is %j", (header, wait) => expect(retryAfter(header, new Date(0))).toBe(wait));

const coded = (code: string, cause?: unknown) => Object.assign(new Error(code, { cause }), { code });

test.each([
  ["a reset inside `fetch failed`", new TypeError("fetch failed", { cause: coded("ECONNRESET") }), true],
  ["a name that does not exist", new TypeError("fetch failed", { cause: coded("ENOTFOUND") }), false],
  ["a certificate that is not trusted", new TypeError("fetch failed", { cause: coded("CERT_HAS_EXPIRED") }), false],
  ["all addresses refused", new AggregateError([coded("ECONNREFUSED"), coded("ECONNREFUSED")]), true],
  ["our time limit", new DOMException("x", "TimeoutError"), true],
  ["a mistake in the code", new TypeError("x is not a function"), false],
  ["nothing", undefined, false],
])("transient: %s", (_, error, is) => expect(isTransient(error)).toBe(is));
