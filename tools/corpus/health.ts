import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { parseJson } from "../../src/release/json/json.ts";
import { asObject, type KubeObject } from "../../src/release/kube/object.ts";
import { judge } from "../../src/release/wait/rules.ts";
import type { State } from "../../src/release/wait/state.ts";
import type { Case, CorpusKind } from "./kind.ts";

/** `EXPECTED.txt` says `FILE HEALTH` in Argo CD's words; each file is one object as a cluster held it. */
export const health: CorpusKind = {
  about: "the health that Argo CD gives to single objects",
  run: (folder) => {
    const expected = join(folder, "EXPECTED.txt");
    if (!existsSync(expected)) throw new Error(`expected EXPECTED.txt in ${folder}`);
    return readFileSync(expected, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .flatMap(([file, wanted]) => (file === undefined || wanted === undefined ? [] : [compare(folder, file, wanted)]));
  },
};

function compare(folder: string, file: string, wanted: string): Case {
  const object = readObject(readFileSync(join(folder, file), "utf8"));
  if (object === undefined) return { name: file, passed: false, detail: "it holds no Kubernetes object" };
  // as one looks at an object that has been there for long: every grace is over
  const patience = { elapsedMs: Number.POSITIVE_INFINITY, graceMs: 0, settleMs: 0, fatalExitCodes: [] };
  const state = judge({ object, generation: 0, pods: [], patience });
  const came = healthOf(state);
  return { name: file, passed: came === wanted, detail: `expected ${wanted}, came ${came} (${JSON.stringify(state)})` };
}

/** Argo CD calls *Degraded* also what may still mend itself; we go on waiting, but say what is wrong by its code. */
const inTrouble = new Set(["image", "crash", "config", "start", "evicted", "refused", "metrics"]);

function healthOf(state: State): string {
  if (state.state === "done") return "Healthy";
  if (state.code === "suspended" || state.code === "paused") return "Suspended";
  return state.state === "failed" || inTrouble.has(state.code) ? "Degraded" : "Progressing";
}

/** Kubernetes' own reader lets a key stand twice, and the last one counts. */
function readObject(text: string): KubeObject | undefined {
  return asObject(parseJson(JSON.stringify(parse(text, { uniqueKeys: false }))));
}
