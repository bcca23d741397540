import type { Entry, Head } from "../record/head.ts";
import { previousOf } from "../record/moves.ts";

/** One line per release, newest first: what is live, since when, by whom, proven by what. */
export function listLines(head: Head): readonly string[] {
  if (head.entries.length === 0) return ["nothing is on record yet"];
  const previous = previousOf(head)?.id;
  return [...holdLines(head), ...[...head.entries].reverse().map((entry) => line(entry, entry.id === previous))];
}

const holdLines = ({ hold }: Head): readonly string[] =>
  hold === undefined
    ? []
    : [
        `deploys are on hold since ${hold.at}, until ${hold.release} is mended (${short(hold.reason)})`,
        `  to end the hold: tidegate release unhold ${hold.release} --reason TEXT`,
      ];

function line(entry: Entry, isPrevious: boolean): string {
  const commit = entry.commit?.slice(0, 7) ?? "-";
  const proof = entry.wasLive === undefined ? "" : entry.wasLive === "proven" ? "smoke passed" : "unproven";
  const notes = [
    proof,
    entry.bundleOf === undefined ? "" : `bundle of ${entry.bundleOf}, undid ${entry.undoes ?? "?"}`,
    entry.gate ?? "",
    entry.irreversible === undefined ? "" : `irreversible: ${entry.irreversible}`,
    short(entry.cause ?? ""),
    isPrevious ? "← one would go back here" : "",
  ].filter((note) => note !== "");
  return `${entry.id.padEnd(16)} ${entry.status.padEnd(11)} ${entry.since}  ${commit.padEnd(7)} ${entry.actor}${notes.length === 0 ? "" : `  (${notes.join("; ")})`}`;
}

/** One line stays one line: `show` and the run itself have the rest. */
function short(cause: string): string {
  const [first = ""] = cause.split("\n");
  return first.length > 120 ? `${first.slice(0, 117)}…` : first;
}
