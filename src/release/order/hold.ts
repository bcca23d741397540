import { type Entry, entryOf, type Head, type Hold } from "../record/head.ts";

export interface HoldQuestion {
  readonly hold: Hold | undefined;
  /** Input `release-hold`: a person names the release whose hold is to end. */
  readonly released: string | undefined;
  /** Values of `Fixes-Release:` trailers on the commits between the faulty one and this one. */
  readonly fixes: readonly string[];
}

export type HoldAnswer =
  | { readonly held: false; readonly lifted?: string }
  | { readonly held: true; readonly message: string; readonly next: string };

/** Being a descendant of the faulty commit proves nothing: someone must say that the fault is mended. */
export function decideHold({ hold, released, fixes }: HoldQuestion): HoldAnswer {
  if (hold === undefined) return { held: false };
  if (released === hold.release) return { held: false, lifted: `release-hold ${hold.release}` };
  if (fixes.includes(hold.release)) return { held: false, lifted: `trailer Fixes-Release: ${hold.release}` };
  return {
    held: true,
    message: `held since ${hold.at}: release ${hold.release} was rolled back by ${hold.by} (${hold.reason})`,
    next: `mend it in a commit with the trailer "Fixes-Release: ${hold.release}", or: tidegate release unhold ${hold.release} --reason …`,
  };
}

/** `Fixes-Release: 1842-1` lines of commit messages → `["1842-1"]`. */
export function fixedReleases(messages: readonly string[]): readonly string[] {
  return messages.flatMap((message) => {
    const last =
      message
        .trimEnd()
        .split(/\n\s*\n/)
        .at(-1) ?? "";
    return [...last.matchAll(/^Fixes-Release:[ \t]*(\S+)[ \t]*$/gim)].map((found) => found[1] ?? "");
  });
}

/** What becoming live does to the hold: a rollback sets one on what it undid; a deploy that was let past one ends it. */
export function holdAfter(head: Head, entry: Entry, at: string): Hold | "lift" {
  if (entry.kind === "deploy" || entry.undoes === undefined) return "lift";
  const undone = entryOf(head, entry.undoes);
  return {
    release: entry.undoes,
    reason: entry.cause ?? undone?.cause ?? "rolled back",
    at,
    by: entry.actor,
    ...(undone?.commit === undefined ? {} : { commit: undone.commit }),
  };
}
