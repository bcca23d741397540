import { readFile } from "node:fs/promises";
import { parseJson, textAt } from "../../../src/release/json/json.ts";
import { deployments } from "./manifests.ts";
import { phasesOf } from "./phases.ts";
import type { Stage } from "./stage.ts";
import { type Finished, succeeded } from "./timed.ts";

export interface Size {
  readonly count: number;
  readonly replicas: number;
}

export interface Scaled extends Size {
  readonly what: "first" | "change";
  readonly took: number;
  readonly applyAndWait: number;
  /** as the API server counted them; undefined where it keeps its audit log to itself */
  readonly requests: number | undefined;
}

/** So many Deployments, made and then all changed. */
export const measureSize = (stage: Stage, size: Size): Promise<readonly Scaled[]> =>
  stage.within(`${size.count}-${size.replicas}`, (namespace) => measure(stage, namespace, size));

async function measure(stage: Stage, namespace: string, { count, replicas }: Size): Promise<readonly Scaled[]> {
  const found: Scaled[] = [];
  for (const [what, version] of [
    ["first", "1"],
    ["change", "2"],
  ] as const) {
    const objects = deployments(stage.image, count, replicas, version);
    const file = await stage.manifests(`${count}-${replicas}-${version}`, objects);
    const finished = succeeded(
      await stage.tidegate(namespace, ["deploy", "--no-scan", "--overlay", file, "--timeout", "20m"]),
    );
    const applyAndWait = phasesOf(finished.heard, finished.took)?.applyAndWait ?? Number.NaN;
    found.push({
      what,
      count,
      replicas,
      took: finished.took,
      applyAndWait,
      requests: await requests(stage, namespace, finished),
    });
  }
  return found;
}

async function requests({ audit }: Stage, namespace: string, { began }: Finished): Promise<number | undefined> {
  if (audit === null) return undefined;
  const lines = (await readFile(audit, "utf8")).split("\n");
  const ours = lines.filter(
    (line) => line.includes('"userAgent":"tidegate"') && line.includes(`"namespace":"${namespace}"`),
  );
  return ours.filter((line) => new Date(textAt(parseJson(line), "requestReceivedTimestamp") ?? 0) >= began).length;
}
