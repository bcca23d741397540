/** One step of a workflow at work on one environment: the very stories of `src/release`. */
import type { KubeObject } from "../../src/release/kube/object.ts";
import { deploy } from "../../src/release/story/deploy.ts";
import type { Prove } from "../../src/release/story/prove.ts";
import { rollback } from "../../src/release/story/rollback.ts";
import type { Site } from "../../src/release/story/site.ts";
import { verify } from "../../src/release/story/verify.ts";
import type { Fixes } from "./laws.ts";
import { bundleOf, namespace, orderIn, runnerOf } from "./shop.ts";

export interface Story {
  readonly does: "deploy" | "smoke" | "rollback";
  readonly environment: string;
  readonly order: number;
  /** 2 and more where a person runs it again */
  readonly attempt: number;
  /** trailers that the commits have, up to this run's */
  readonly fixes: Fixes;
  /** the release that a step before this one named */
  readonly release?: string;
  readonly windowMs?: number;
  readonly undo?: "this-run" | "live";
  /** what goes wrong with it */
  readonly wrong?: "refused" | "findings" | "tool-error";
}

export interface Ended {
  readonly verdict: "ok" | "findings" | "tool-error";
  /** what the steps after it may ask for */
  readonly outputs: Readonly<Record<string, string>>;
  /** for people */
  readonly said: string;
}

const minutes = 60_000;
const patience = { graceMs: 60_000, settleMs: 15_000, fatalExitCodes: [] };

/** Where the bundle of a run is read from. */
export type Overlay = (objects: readonly KubeObject[]) => string;

export interface Stage {
  readonly overlay: Overlay;
  /** Its checks are asked. */
  readonly proving: () => void;
}

export async function act(site: Site, story: Story, stage: Stage): Promise<Ended> {
  try {
    if (story.does === "deploy") return await deployed(site, story, stage);
    return story.does === "smoke" ? await proven(site, story, stage) : await wentBack(site, story, stage);
  } catch (error) {
    // the actions' own kit tells an unexpected error as a tool that broke
    if (!(error instanceof Error)) throw error;
    return { verdict: "tool-error", outputs: { verdict: "tool-error" }, said: error.message };
  }
}

async function deployed(site: Site, { order, attempt, fixes, windowMs }: Story, { overlay }: Stage): Promise<Ended> {
  const { verdict, status, release } = await deploy(site, {
    overlay: overlay(bundleOf(order)),
    images: [],
    scans: [],
    requireScan: false,
    scope: { namespace, namespaces: [], clusterKinds: [], createNamespace: false },
    kubectl: () => Promise.reject(new Error("nothing is rendered here")),
    runner: runnerOf(order, attempt),
    history: {
      // neither git nor GitHub answers: the order alone must do
      ancestry: async () => "unknown",
      fixes: async (from, to) =>
        fixes.filter(([at]) => at > orderIn(from) && at <= orderIn(to)).map(([, mended]) => mended),
    },
    allowOlder: false,
    releaseHold: undefined,
    timeoutMs: 10 * minutes,
    patience,
    logLines: 20,
    pruneCap: 10,
    takeOver: [],
    irreversible: undefined,
    dryRun: false,
    afterwards: windowMs === undefined ? "now" : { windowMs },
  });
  return { verdict, outputs: { status, verdict, ...(release === undefined ? {} : { release }) }, said: status };
}

const proofOf =
  ({ wrong }: Story, { proving }: Stage): Prove =>
  async () => {
    proving();
    return { verdict: wrong === "findings" || wrong === "tool-error" ? wrong : "ok", message: wrong ?? "" };
  };

async function proven(site: Site, story: Story, stage: Stage): Promise<Ended> {
  const { order, attempt, release } = story;
  const { verdict, status } = await verify(site, {
    runner: runnerOf(order, attempt),
    release: release === "" ? undefined : release,
    timeoutMs: 10 * minutes,
    windowMs: 10 * minutes,
    prove: proofOf(story, stage),
  });
  return { verdict, outputs: { status, verdict }, said: status };
}

async function wentBack(site: Site, story: Story, stage: Stage): Promise<Ended> {
  const { result } = await rollback(site, {
    undo: story.undo ?? "this-run",
    to: "previous",
    reason: undefined,
    runner: runnerOf(story.order, story.attempt),
    timeoutMs: 10 * minutes,
    patience,
    logLines: 20,
    dryRun: false,
    prove: proofOf(story, stage),
    imageThere: async () => "there",
  });
  const verdict = result === "rolled-back" || result === "not-needed" ? "ok" : "findings";
  return { verdict, outputs: { result, verdict }, said: result };
}
