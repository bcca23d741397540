import type { Commit } from "./commit.ts";
import { type Change, type Message, parseMessage, type Reverted, withoutNumber } from "./message.ts";

export type Bump = "major" | "minor" | "patch" | "none";

const order: readonly Bump[] = ["none", "patch", "minor", "major"];

export const higher = (one: Bump, other: Bump): Bump => (order.indexOf(one) >= order.indexOf(other) ? one : other);

export interface Rules {
  /** by type of commit */
  readonly bumps: ReadonlyMap<string, Bump>;
  /** for what says nothing by its type */
  readonly otherwise: Bump;
}

const defaults: readonly (readonly [string, Bump])[] = [
  ["feat", "minor"],
  ["fix", "patch"],
  ["perf", "patch"],
  ["revert", "patch"],
];

export const bumpsOver = (own: ReadonlyMap<string, Bump>): ReadonlyMap<string, Bump> =>
  new Map([...defaults, ...[...own].map(([type, bump]): [string, Bump] => [type.toLowerCase(), bump])]);

/** A commit and what it raises, with the reason in words. */
export interface Weighed {
  readonly commit: Commit;
  readonly message: Message;
  readonly bump: Bump;
  readonly why: string;
}

function ofChange({ type, breaking }: Change, { bumps, otherwise }: Rules): Bump {
  return breaking ? "major" : (bumps.get(type) ?? otherwise);
}

function weigh(commit: Commit, message: Message, rules: Rules): Weighed {
  const of = (bump: Bump, why: string): Weighed => ({ commit, message, bump, why });
  // what was merged is counted by itself
  if (commit.parents.length > 1 && !/^[a-z]+(\(.*\))?!?: /i.test(message.header)) return of("none", "a merge");
  if (message.breaking.length > 0) return of("major", "BREAKING CHANGE");
  if (message.changes.length === 0 && message.reverts.length > 0)
    return of(rules.bumps.get("revert") ?? rules.otherwise, "a revert");
  const bump = message.changes.reduce<Bump>((so, change) => higher(so, ofChange(change, rules)), "none");
  const breaking = message.changes.find((change) => change.breaking);
  if (breaking) return of("major", `${breaking.type}!`);
  const decisive = message.changes.find((change) => ofChange(change, rules) === bump);
  if (decisive) return of(bump, decisive.type);
  return of(rules.otherwise, "no type");
}

const meant = ({ sha, header }: Reverted, other: Commit, message: Message): boolean =>
  sha !== undefined
    ? other.sha.startsWith(sha)
    : header !== undefined && withoutNumber(message.header) === withoutNumber(header);

/**
 * Newest first. A commit that was taken back again does not count, nor does what took it back; a revert that is itself
 * reverted leaves the first one standing. What takes back an earlier release's commit is a change of its own.
 */
export function weighAll(commits: readonly Commit[], rules: Rules): readonly Weighed[] {
  const all = commits.map((commit) => ({ commit, message: parseMessage(commit.message) }));
  const gone = new Map<string, string>();
  for (const [index, { commit, message }] of all.entries()) {
    if (gone.has(commit.sha)) continue;
    const older = all.slice(index + 1);
    const hit = message.reverts.map((one) =>
      older.find((other) => !gone.has(other.commit.sha) && meant(one, other.commit, other.message)),
    );
    for (const other of hit) if (other) gone.set(other.commit.sha, `taken back by ${commit.sha.slice(0, 7)}`);
    const whole = hit.length > 0 && hit.every((other) => other !== undefined);
    // a revert with changes of its own still has those
    if (whole && message.changes.every(({ type }) => type === "revert"))
      gone.set(commit.sha, "takes back what was not released");
  }
  return all.map(({ commit, message }) => {
    const why = gone.get(commit.sha);
    return why === undefined ? weigh(commit, message, rules) : { commit, message, bump: "none", why };
  });
}

export const bumpOf = (weighed: readonly Weighed[]): Bump =>
  weighed.reduce<Bump>((so, { bump }) => higher(so, bump), "none");
