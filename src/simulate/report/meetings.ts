import type { Meeting, Met } from "../table/meeting.ts";
import { wrap } from "./wrap.ts";

const who = ({ job }: Pick<Met, "job">): string =>
  job === "" ? "the whole run" : job.endsWith("/") ? `what ${job.slice(0, -1)} calls` : job;

const settings = ({ cancelInProgress, queue }: Met): string =>
  cancelInProgress ? " (cancel-in-progress)" : queue === "max" ? " (queue: max)" : "";

const third = {
  beside: "a third runs beside both",
  waits: "a third waits behind it",
  "takes the waiting one's place": "a third cancels it and waits in its place",
  "cancels the one at work": "a third does the same to both",
} as const;

function consequence(met: Met): string {
  if (met.second === "beside") return "runs beside it: each run has a group of its own";
  if (met.second === "cancels the one at work")
    return `cancels the one at work, and starts once that has stopped; ${third[met.third]}`;
  return `waits until the one at work has ended; ${third[met.third]}`;
}

function lines(one: Meeting): readonly string[] {
  if ("refused" in one) return [wrap("    ", who(one), 6), wrap("      → ", `GitHub refuses it: ${one.refused}`, 8)];
  const head = wrap("    ", `${who(one)}, group ${one.group}${settings(one)}`, 6);
  if (one.held) return [head, "      → what calls it holds that group already: it would wait for itself"];
  const among =
    one.lost === 0
      ? []
      : [wrap("      → ", `its own legs share the group: ${one.lost} of them cancelled, never run`, 8)];
  return [head, ...among, wrap("      → ", consequence(one), 8)];
}

/** What becomes of a run that the same event starts while this one is at work, for each group that is named. */
export const meetingLines = (all: readonly Meeting[]): readonly string[] =>
  all.length === 0 ? [] : ["  a second run of the same, while this one is at work", ...all.flatMap(lines)];
