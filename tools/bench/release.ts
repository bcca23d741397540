/** On the engine: `npm run engine up` first. Whole processes, the command bundled as it is shipped. */
import { readConnection } from "../../test/engine/connect.ts";
import { ownPlace } from "../../test/engine/place.ts";
import type { Bench, BenchResult } from "./bench.ts";
import { missedBeside, missedReported, missedScaled } from "./release/bars.ts";
import { measureBeside } from "./release/beside.ts";
import { measureFaults } from "./release/faults.ts";
import { measureSize, type Scaled, type Size } from "./release/scale.ts";
import { openStage } from "./release/stage.ts";
import { besideTable, reportedTable, scaledTable } from "./release/tables.ts";

/** A node takes 110 pods; a change brings one more for each Deployment. */
const sizes: readonly Size[] = [
  { count: 10, replicas: 0 },
  { count: 100, replicas: 0 },
  { count: 500, replicas: 0 },
  { count: 10, replicas: 1 },
  { count: 50, replicas: 1 },
];

async function run(root: string): Promise<BenchResult> {
  if (readConnection(ownPlace().state) === undefined)
    return { text: "no engine runs: npm run engine up", missed: ["nothing was measured"] };
  const stage = await openStage(root);
  try {
    const beside = await measureBeside(stage);
    const reported = await measureFaults(stage);
    const scaled: Scaled[] = [];
    for (const size of sizes) scaled.push(...(await measureSize(stage, size)));
    const text = [besideTable(beside), reportedTable(reported), scaledTable(scaled)].join("\n\n");
    return { text, missed: [...missedBeside(beside), ...missedReported(reported), ...missedScaled(scaled)] };
  } finally {
    await stage.close();
  }
}

export const bench: Bench = { title: "releases on the engine, beside kubectl apply and rollout undo", run };
