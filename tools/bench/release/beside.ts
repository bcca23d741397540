import { objectAt, parseJson, textAt } from "../../../src/release/json/json.ts";
import { label, threeServices } from "./manifests.ts";
import { median, type Phases, phasesOf } from "./phases.ts";
import type { Stage } from "./stage.ts";
import { type Finished, succeeded } from "./timed.ts";

/** One round: the same change by both, one after the other. */
export interface Pair {
  readonly kubectl: number;
  readonly ours: Phases;
}

export interface Beside {
  readonly objects: number;
  readonly deploys: readonly Pair[];
  readonly rollbacks: readonly Pair[];
}

const rounds = 5;

/** A deploy and its undoing, by kubectl and by us in turn; which of them begins alternates. */
export const measureBeside = (stage: Stage): Promise<Beside> =>
  stage.within("kubectl", (theirs) => stage.within("tidegate", (ours) => measure(stage, theirs, ours)));

async function measure(stage: Stage, theirs: string, ours: string): Promise<Beside> {
  const deploys: Pair[] = [];
  const rollbacks: Pair[] = [];
  const first = await stage.manifests("0", threeServices(stage.image, "0"));
  await byKubectl(stage, theirs, ["apply", "-f", first]);
  let live = releaseOf(succeeded(await stage.tidegate(ours, ["deploy", "--no-scan", "--overlay", first])));
  let hold: readonly string[] = [];
  for (let round = 1; round <= rounds; round++) {
    const file = await stage.manifests(String(round), threeServices(stage.image, String(round)));
    let release = "";
    const pair = (kubectl: readonly string[], args: readonly string[]) =>
      inTurn(
        round,
        () => byKubectl(stage, theirs, kubectl),
        async () => {
          const finished = succeeded(await stage.tidegate(ours, args));
          release = releaseOf(finished);
          return phases(finished);
        },
      );
    deploys.push(await pair(["apply", "-f", file], ["deploy", "--no-scan", "--overlay", file, ...hold]));
    const undone = release;
    rollbacks.push(await pair(["rollout", "undo", "deployment"], ["rollback", live, "--reason", "bench"]));
    [live, hold] = [release, ["--release-hold", undone]];
  }
  return { objects: threeServices(stage.image, "").length, deploys, rollbacks };
}

async function inTurn(round: number, kubectl: () => Promise<number>, ours: () => Promise<Phases>): Promise<Pair> {
  if (round % 2 === 0) return { kubectl: await kubectl(), ours: await ours() };
  const mine = await ours();
  return { kubectl: await kubectl(), ours: mine };
}

async function byKubectl(stage: Stage, namespace: string, change: readonly string[]): Promise<number> {
  const changed = succeeded(await stage.kubectl(namespace, change));
  const waited = succeeded(await stage.kubectl(namespace, ["rollout", "status", "deployment", "-l", label]));
  return changed.took + waited.took;
}

function phases(finished: Finished): Phases {
  const found = phasesOf(finished.heard, finished.took);
  if (found === undefined)
    throw new Error(`expected its phases in\n${finished.heard.map(({ line }) => line).join("\n")}`);
  return found;
}

const releaseOf = ({ stdout }: Finished): string => textAt(objectAt(parseJson(stdout)), "release") ?? "";

/** Paired: the ratio of each round, and the median of those. */
export const ratioOf = (pairs: readonly Pair[]): number =>
  median(pairs.map(({ kubectl, ours }) => ours.applyAndWait / kubectl));
export const restOf = (pairs: readonly Pair[]): number => median(pairs.map(({ ours }) => ours.rest));
