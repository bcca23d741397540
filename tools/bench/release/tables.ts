import { table } from "../table.ts";
import { type Beside, type Pair, ratioOf, restOf } from "./beside.ts";
import type { Reported } from "./faults.ts";
import { median } from "./phases.ts";
import type { Scaled } from "./scale.ts";

export const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

export function besideTable({ objects, deploys, rollbacks }: Beside): string {
  const row = (name: string, pairs: readonly Pair[]) => [
    name,
    seconds(median(pairs.map(({ kubectl }) => kubectl))),
    seconds(median(pairs.map(({ ours }) => ours.applyAndWait))),
    ratioOf(pairs).toFixed(2),
    seconds(restOf(pairs)),
  ];
  const head = [
    `three services, ${objects} objects, ${deploys.length} rounds`,
    "kubectl",
    "apply + wait",
    "ratio",
    "all else",
  ];
  return table(head, [row("apply && rollout status", deploys), row("rollout undo && rollout status", rollbacks)]);
}

export const reportedTable = (reported: readonly Reported[]) =>
  table(
    ["named in the log", "after"],
    reported.map(({ fault, after, line }) => [`${fault}: ${line.slice(0, 90)}`, seconds(after)]),
  );

export const named = ({ count, replicas, what }: Scaled) =>
  `${count} Deployments, ${replicas === 0 ? "no pods" : "a pod each"}, ${what}`;

export function scaledTable(scaled: readonly Scaled[]): string {
  const head = ["", "time", "per Deployment", "apply + wait", "all else", "requests", "per Deployment"];
  return table(
    head,
    scaled.map((one) => [
      named(one),
      seconds(one.took),
      `${(one.took / one.count).toFixed(0)} ms`,
      seconds(one.applyAndWait),
      seconds(one.took - one.applyAndWait),
      one.requests === undefined ? "?" : String(one.requests),
      one.requests === undefined ? "?" : (one.requests / one.count).toFixed(2),
    ]),
  );
}
