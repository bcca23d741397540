import { decideHold } from "../order/hold.ts";
import { type Ancestry, superseded } from "../order/supersede.ts";
import { type Head, liveEntry } from "../record/head.ts";
import { found, type Result } from "./result.ts";
import type { Runner } from "./site.ts";

/** What only the repository knows. Unknown is an answer. */
export interface History {
  readonly ancestry: (commit: string | undefined, of: string | undefined) => Promise<Ancestry>;
  /** `Fixes-Release:` trailers on the commits after `from`, up to `to`. */
  readonly fixes: (from: string | undefined, to: string | undefined) => Promise<readonly string[]>;
}

export interface Candidacy {
  readonly runner: Runner;
  readonly history: History;
  readonly allowOlder: boolean;
  readonly releaseHold: string | undefined;
}

const overtakenNext = "nothing is to be done; to let an older one pass in spite of that: allow-older: true";

/** Overtaken or held: decided once before the lease, to fail early, and once with it, to be sure. */
export async function refusal(
  head: Head,
  { runner, history, allowOlder, releaseHold }: Candidacy,
  say: (line: string) => void,
): Promise<Result | undefined> {
  if (runner.order !== "next") {
    const ancestry = await history.ancestry(runner.commit, liveEntry(head)?.commit);
    const overtaken = superseded(head, { order: runner.order, holder: runner.holder, allowOlder, ancestry });
    if (overtaken !== undefined)
      return found("superseded", `superseded: ${overtaken.why}`, { release: overtaken.by.id, next: overtakenNext });
  }
  const fixes = head.hold === undefined ? [] : await history.fixes(head.hold.commit, runner.commit);
  const answer = decideHold({ hold: head.hold, released: releaseHold, fixes });
  if (answer.held) return found("held", answer.message, { next: answer.next });
  if (answer.lifted !== undefined) say(`the hold is lifted: ${answer.lifted}`);
  return undefined;
}
