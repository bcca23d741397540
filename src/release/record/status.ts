/** The states of a recorded release, and every move there is. What is not in the table is refused. */
export const statuses = ["pending", "applied", "live", "failed", "replaced", "rolled-back"] as const;
export type Status = (typeof statuses)[number];

/** Who moves a release: the actions of the same names, the laptop's commands, or another release that became live. */
export type Mover = "deploy" | "smoke-test" | "rollback" | "successor";

const moves: Readonly<Record<Status, Partial<Readonly<Record<Status, readonly Mover[]>>>>> = {
  pending: {
    applied: ["deploy", "rollback"],
    failed: ["deploy", "rollback"],
    replaced: ["successor"],
    "rolled-back": ["rollback"],
  },
  applied: {
    live: ["smoke-test", "deploy", "rollback"],
    failed: ["deploy", "smoke-test", "rollback"],
    replaced: ["successor"],
    "rolled-back": ["rollback"],
  },
  live: { replaced: ["successor"], "rolled-back": ["rollback"] },
  failed: { replaced: ["successor"], "rolled-back": ["rollback"] },
  replaced: {},
  "rolled-back": {},
};

export function mayMove(from: Status, to: Status, by: Mover): boolean {
  return moves[from][to]?.includes(by) === true;
}

export const isFinal = (status: Status): boolean => Object.keys(moves[status]).length === 0;

/** Who may write a record's first status. */
export const mayBegin = (by: Mover): boolean => by === "deploy" || by === "rollback";

export function whyNot(from: Status, to: Status, by: Mover): string {
  const open = Object.keys(moves[from]);
  const allowed = moves[from][to];
  if (allowed !== undefined) return `${from} → ${to} is for ${allowed.join(" or ")}, not for ${by}`;
  return `${from} → ${to}: a release that is ${from} ${open.length === 0 ? "stays so" : `may only become ${open.join(", ")}`}`;
}
