import { userInfo } from "node:os";
import type { RunFacts } from "../simulate/event/github.ts";
import { makeApart } from "./folder/apart.ts";
import type { Prepared } from "./prepare.ts";
import type { Occasion, RehearsalRequest } from "./request.ts";
import type { Masker } from "./runner/commands/masker.ts";
import type { Answer, Earlier, RunRequest } from "./runner/run/request.ts";
import { runWorkflow } from "./runner/run/run-workflow.ts";
import type { RunEnd } from "./runner/run/workflow-run.ts";
import type { Tell } from "./story/event.ts";
import type { World } from "./world/world.ts";

/** What all runs of one rehearsal share. */
export interface Surroundings extends Pick<RunRequest, "machine" | "summaries" | "tokenFor" | "sweep"> {
  readonly request: RehearsalRequest;
  readonly world: World;
  readonly kubeconfig: string;
  readonly masker: Masker;
}

/** One run of a workflow in the world. */
export interface Carried {
  readonly prepared: Prepared;
  readonly occasion: Occasion;
  readonly facts: Pick<RunFacts, "runId" | "sha">;
  readonly folder: string;
  readonly tell: Tell;
  readonly ask: RunRequest["ask"];
  readonly earlier?: Earlier;
}

export async function carry(within: Surroundings, of: Carried): Promise<RunEnd> {
  const { request, world, kubeconfig, masker, machine, summaries, tokenFor, sweep } = within;
  const { runId: id, sha } = of.facts;
  makeApart(of.folder);
  const { ref, event, inputs } = of.occasion;
  const actor = "rehearsal";
  world.github?.memory.runs.set(id, { actor, event: event.name, ref, sha });
  return runWorkflow({
    plan: of.prepared.plan,
    facts: {
      ...of.facts,
      ...{ repository: request.name, event, ref, actor, runNumber: 1, runAttempt: 1 },
      workflow: { name: of.prepared.plan.name, path: of.prepared.path },
      serverUrl: "https://github.com",
      apiUrl: world.github?.url ?? "https://api.github.com",
    },
    inputs,
    tokenFor,
    vars: { ...request.vars, repository: { REGISTRY: world.registryAddress, ...request.vars.repository } },
    secrets: {
      ...request.secrets,
      repository: { ...clusterSecrets(kubeconfig, request.kubeconfigSecrets), ...request.secrets.repository },
    },
    gates: request.gated,
    ask: async (review, signal) => {
      const answer = await of.ask(review, signal);
      recordReview(world, id, review.environment, answer);
      return answer;
    },
    summaries,
    findAction: of.prepared.findAction,
    machine,
    lost: world.lost,
    folder: of.folder,
    ...(sweep ? { sweep } : {}),
    node: request.node,
    masker,
    ...(of.earlier ? { earlier: of.earlier } : {}),
    tell: of.tell,
    now: request.now,
    signal: request.signal,
  });
}

/** What was answered at a gate is what GitHub's API then tells of this run's approvals. */
function recordReview(world: World, id: string, environment: string, { answer, by }: Answer): void {
  if (answer === "waiting") return;
  const user = by === "terminal" ? userInfo().username : "rehearsal-approver";
  world.github?.memory.reviews.push({ run: id, environment, state: answer, user, comment: `a rehearsal's: ${by}` });
}

/** Every cluster of the world is the one made for this rehearsal. */
const clusterSecrets = (kubeconfig: string, more: readonly string[] = []) =>
  Object.fromEntries([...usualKubeconfigs, ...more].map((name) => [name, kubeconfig]));

/** secrets that hold a kubeconfig in most repositories */
export const usualKubeconfigs: readonly string[] = [
  "KUBE_CONFIG",
  "KUBE_CONFIG_STAGING",
  "KUBE_CONFIG_PROD",
  "KUBE_CONFIG_READ",
];
