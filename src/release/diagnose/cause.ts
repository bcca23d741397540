import { textAt } from "../json/json.ts";
import type { KubeObject, Ref } from "../kube/object.ts";
import { newestPods } from "../wait/pods.ts";
import { isAdvisory } from "../wait/rules.ts";
import type { Patience } from "../wait/state.ts";
import { type Trouble, troublesOf } from "../wait/trouble.ts";
import type { Outcome } from "../wait/wait.ts";

/** Why something did not become ready. The excerpts are foreign text: whoever prints them makes them inert. */
export interface Cause {
  readonly code: string;
  readonly ref: Ref;
  readonly pod?: string;
  readonly container?: string;
  readonly node?: string;
  readonly exitCode?: number;
  readonly message: string;
  readonly events: readonly string[];
  readonly log: readonly string[];
  readonly advice: string;
}

/** The surest first: what is certain to be the fault before what may be a consequence of it. */
const order = [
  "refused",
  "image",
  "config",
  "crash",
  "start",
  "job",
  "quota",
  "deadline",
  // a pod whose claim is unbound cannot be scheduled
  "unbound",
  "unschedulable",
  "evicted",
];
export const rankOf = (code: string): number => (order.includes(code) ? order.indexOf(code) : order.length);

const lastLines = {
  shown: "its last lines say why",
  withheld: "its last lines are withheld here (log-lines is 0)",
  none: "it left no last lines",
};

const advices = (lines: string): Readonly<Record<string, string>> => ({
  image: "check that this digest was pushed to this registry and that the cluster may pull it (imagePullSecrets)",
  config: "the container names a ConfigMap, Secret or key that is not there: add it to the bundle or create it",
  crash: `the program ends by itself: ${lines}; try the same image with the same environment locally`,
  memory: "it needs more memory than resources.limits.memory allows: raise that, or find what takes so much",
  start: "the runtime could not start the container: command, working directory, user or mounts do not fit the image",
  unschedulable: "no node can take the pod: lower its requests, add nodes, or mend its affinity and tolerations",
  refused: "the cluster refuses to create the pods: mend what the sentence names (policy, quota, webhook)",
  job: `the Job gave up: ${lines}`,
  unbound: "no volume fits the claim: check its storage class, size and access modes",
  evicted: "the node was short of something: give the pod requests that fit what it uses",
  deadline: "it started but did not become ready: look at the readiness probe and at what the pod waits for",
  paused: "resume it, or take spec.paused out of the manifest",
  rollout: "it is still on its way: look at the readiness probe, or give the deploy more time",
});
export const adviceFor = ({ code, trouble }: Finding, log: keyof typeof lastLines): string =>
  advices(lastLines[log])[trouble?.outOfMemory ? "memory" : code] ?? "look at the object itself: kubectl describe";

export interface Finding {
  readonly ref: Ref;
  readonly code: string;
  readonly message: string;
  readonly pod?: KubeObject;
  readonly trouble?: Trouble;
}

/**
 * One finding per object that is not done: the worst trouble of its newest pods, else what its own status says. Where something
 * failed, the wait ended early: a Job that was running by then, and has no trouble of its own, is no cause.
 */
export function findings(
  outcomes: readonly Outcome[],
  objects: readonly KubeObject[],
  pods: readonly KubeObject[],
  patience: Patience,
): readonly Finding[] {
  // what nothing waits for is no cause either
  const open = outcomes.filter(({ ref, state }) => state.state !== "done" && !isAdvisory(ref.apiVersion, ref.kind));
  const hasFailed = open.some(({ state }) => state.state === "failed");
  const found = open.flatMap(({ ref, state }): readonly Finding[] => {
    if (state.state === "done") return [];
    const object = objects.find((one) => one.kind === ref.kind && one.metadata.name === ref.name);
    const candidates = (object === undefined ? [] : newestPods(object, pods)).flatMap((pod) =>
      troublesOf(pod, patience).map((trouble) => ({ pod, trouble })),
    );
    const worst = candidates.sort((a, b) => rankOf(a.trouble.code) - rankOf(b.trouble.code))[0];
    if (worst === undefined && hasFailed && state.code === "running") return [];
    if (worst === undefined) return [{ ref, code: state.code, message: state.reason, ...anyPod(object, pods) }];
    return [{ ref, code: worst.trouble.code, message: worst.trouble.message, pod: worst.pod, trouble: worst.trouble }];
  });
  const failedFirst = new Map(outcomes.map(({ ref, state }) => [ref, state.state === "failed" ? 0 : 1]));
  return [...found].sort(
    (a, b) => (failedFirst.get(a.ref) ?? 1) - (failedFirst.get(b.ref) ?? 1) || rankOf(a.code) - rankOf(b.code),
  );
}

/** A pod that is merely not ready still has a log worth reading. */
function anyPod(object: KubeObject | undefined, pods: readonly KubeObject[]): { pod?: KubeObject } {
  const [pod] = object === undefined ? [] : newestPods(object, pods);
  return pod === undefined ? {} : { pod };
}

export const nodeOf = (pod: KubeObject | undefined): string | undefined => textAt(pod, "spec", "nodeName");
