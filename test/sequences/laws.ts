/** What must hold whatever happens, said of one environment. */
import { releaseAnnotation } from "../../src/release/identity/marks.ts";
import { textAt } from "../../src/release/json/json.ts";
import type { KubeObject } from "../../src/release/kube/object.ts";
import { type Entry, entryOf, type Head, liveEntry } from "../../src/release/record/head.ts";
import { runOf } from "./shop.ts";

/** `Fixes-Release:` trailers by the order of the run whose commit carries them. */
export type Fixes = readonly (readonly [order: number, release: string])[];

const lives = (head: Head) => head.entries.filter(({ status }) => status === "live");

const named = (entry: Entry) => `${entry.id} of run ${runOf(entry)}`;
const isOlder = (one: Entry, other: Entry) =>
  one.kind === "deploy" && other.kind === "deploy" && runOf(one) < runOf(other);

/** A release that was rolled back is in every later commit until one of them says that it mends it. */
function returned(now: Head, live: Entry, fixes: Fixes): readonly Entry[] {
  const run = runOf(live);
  return now.entries.filter(
    (bad) =>
      bad.kind === "deploy" &&
      bad.status === "rolled-back" &&
      runOf(bad) <= run &&
      !fixes.some(([order, release]) => release === bad.id && order > runOf(bad) && order <= run),
  );
}

/** Of one change of the head. */
export function brokenBy(before: Head, now: Head, fixes: Fixes): readonly string[] {
  const broken: string[] = [];
  if (lives(now).length > 1) broken.push(`two releases are live: ${lives(now).map(named).join(" and ")}`);
  if (now.order < before.order) broken.push(`the recorded order fell from ${before.order} to ${now.order}`);
  const [was, is] = [liveEntry(before), liveEntry(now)];
  if (is === undefined || is.id === was?.id || is.kind === "rollback") return broken;
  if (was !== undefined && isOlder(is, was))
    broken.push(`an older release ended live over a newer one, without a rollback: ${named(is)} over ${named(was)}`);
  for (const bad of returned(now, is, fixes))
    broken.push(`${named(bad)} was rolled back, and came back in ${named(is)} though nobody said that it is mended`);
  return broken;
}

/** Of what stands in the cluster while no story is at work on it. */
export function brokenIn(head: Head, bundle: readonly KubeObject[]): readonly string[] {
  const live = liveEntry(head);
  if (live === undefined) return ["nothing is live any more"];
  const writers = new Set(
    bundle.map((object) => textAt(object, "metadata", "annotations", releaseAnnotation) ?? "nobody"),
  );
  const open = new Set(["pending", "applied", "failed"]);
  return [...writers].flatMap((writer) => {
    if (writer === live.id) return [];
    const entry = entryOf(head, writer);
    if (entry === undefined || !open.has(entry.status))
      return [
        `two releases are live: ${named(live)} by its record, and objects of ${writer}, which is ${entry?.status ?? "on no record"}`,
      ];
    return isOlder(entry, live)
      ? [
          `an older release stands over a newer one: objects of ${named(entry)} over those of ${named(live)}, which is live`,
        ]
      : [];
  });
}
