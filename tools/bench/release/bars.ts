import { type Beside, ratioOf, restOf } from "./beside.ts";
import type { Reported } from "./faults.ts";
import type { Scaled } from "./scale.ts";
import { named, seconds } from "./tables.ts";

const bars = { ratio: 1.25, restMs: 3_000, restMsPerObject: 20, reportedMs: 20_000, linear: 1.5 };
const allowedRest = (objects: number) => bars.restMs + bars.restMsPerObject * objects;

export function missedBeside({ objects, deploys, rollbacks }: Beside): readonly string[] {
  const allowed = allowedRest(objects);
  return [["deploy", deploys] as const, ["rollback", rollbacks] as const].flatMap(([name, pairs]) => [
    ...(ratioOf(pairs) <= bars.ratio
      ? []
      : [`${name}: apply + wait is ${ratioOf(pairs).toFixed(2)} × kubectl's, the bar ${bars.ratio}`]),
    ...(restOf(pairs) <= allowed
      ? []
      : [`${name}: all else takes ${seconds(restOf(pairs))}, the bar ${seconds(allowed)}`]),
  ]);
}

export const missedReported = (reported: readonly Reported[]) =>
  reported
    .filter(({ after }) => !(after <= bars.reportedMs))
    .map(({ fault, after }) => `${fault} is named after ${seconds(after)}, the bar ${seconds(bars.reportedMs)}`);

/** Linear: a Deployment among many costs no more than one among a few. */
export function missedScaled(scaled: readonly Scaled[]): readonly string[] {
  const slow = scaled
    .filter((one) => one.took - one.applyAndWait > allowedRest(one.count))
    .map(
      (one) =>
        `${named(one)}: all else takes ${seconds(one.took - one.applyAndWait)}, the bar ${seconds(allowedRest(one.count))}`,
    );
  return slow.concat(
    scaled.flatMap((large) => {
      const small = scaled.findLast(
        (one) => one.what === large.what && one.replicas === large.replicas && one.count < large.count,
      );
      if (small === undefined) return [];
      const grows = (of: (one: Scaled) => number) => of(large) / large.count / (of(small) / small.count);
      const factors = { time: grows(({ took }) => took), requests: grows(({ requests = 1 }) => requests) };
      return Object.entries(factors)
        .filter(([, factor]) => factor > bars.linear)
        .map(
          ([what, factor]) =>
            `${named(large)}: ${what} per Deployment is ${factor.toFixed(2)} × that of ${small.count}`,
        );
    }),
  );
}
