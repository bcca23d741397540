import { expect, test } from "vitest";
import { type Mover, mayMove, type Status, statuses, whyNot } from "./status.ts";

const movers: readonly Mover[] = ["deploy", "smoke-test", "rollback", "successor"];

/** Every move there is, as the design has it. Anything else is refused. */
const allowed: readonly (readonly [Status, Status, Mover])[] = [
  ["pending", "applied", "deploy"],
  ["pending", "applied", "rollback"],
  ["pending", "failed", "deploy"],
  ["pending", "failed", "rollback"],
  ["pending", "replaced", "successor"],
  ["pending", "rolled-back", "rollback"],
  ["applied", "live", "smoke-test"],
  ["applied", "live", "deploy"],
  ["applied", "live", "rollback"],
  ["applied", "failed", "deploy"],
  ["applied", "failed", "smoke-test"],
  ["applied", "failed", "rollback"],
  ["applied", "replaced", "successor"],
  ["applied", "rolled-back", "rollback"],
  ["live", "replaced", "successor"],
  ["live", "rolled-back", "rollback"],
  ["failed", "replaced", "successor"],
  ["failed", "rolled-back", "rollback"],
];

test("these moves and no others", () => {
  const found = statuses.flatMap((from) =>
    statuses.flatMap((to) => movers.filter((by) => mayMove(from, to, by)).map((by) => `${from} → ${to} by ${by}`)),
  );
  expect(found.sort()).toEqual(allowed.map(([from, to, by]) => `${from} → ${to} by ${by}`).sort());
});

test("a refusal says what would be possible", () => {
  expect(whyNot("failed", "live", "smoke-test")).toBe(
    "failed → live: a release that is failed may only become replaced, rolled-back",
  );
  expect(whyNot("live", "rolled-back", "deploy")).toBe("live → rolled-back is for rollback, not for deploy");
  expect(whyNot("replaced", "live", "rollback")).toBe("replaced → live: a release that is replaced stays so");
});
