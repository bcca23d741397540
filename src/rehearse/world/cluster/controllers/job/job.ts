import { at } from "../../json/path.ts";
import { type JsonObject, objectOr, objectsOf, stringOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { attempt, unlessRefused } from "../work/attempt.ts";
import { type Again, type Controller, type Desk, itself, itsOwner, sooner } from "../work/controller.ts";
import { controllerManager, withoutZeros, writeStatus } from "../work/status.ts";
import { milliseconds, stamp } from "../work/time.ts";
import { type Condition, conditionOf, withCondition } from "../workload/condition.ts";
import { isActive, isReady, isTerminating, phaseOf } from "../workload/pod.ts";
import { jobPod, letGo, podsOf, tallyOf } from "./pods.ts";
import { pauseAfter, type Tally, type Verdict, verdict } from "./verdict.ts";
import { type JobSpec, specOf } from "./view.ts";

const type = "jobs.batch";

/** Runs pods until enough have succeeded, or too many have failed. */
export const jobs: Controller = {
  name: "job-controller",
  watches: { [type]: itself, pods: itsOwner("Job") },
  reconcile: (desk, key) => {
    const job = desk.store.get(type, key.namespace, key.name);
    if (job === undefined) return undefined;
    if (isTerminating(job)) {
      letGo(desk.store, podsOf(desk.store, job));
      return undefined;
    }
    return endOf(job) === undefined ? run(desk, job) : afterwards(desk, job);
  },
};

const endOf = (job: KubeObject) =>
  ["Complete", "Failed"]
    .map((end) => conditionOf(at(job, "status", "conditions"), end))
    .find((condition) => condition?.["status"] === "True");

function run(desk: Desk, job: KubeObject): Again {
  const spec = specOf(job);
  const pods = podsOf(desk.store, job);
  const now = desk.now();
  if (spec.suspended) return suspend(desk, job, pods);
  const startTime = stringOr(at(job, "status", "startTime"), stamp(now));
  const ranFor = now - milliseconds(startTime);
  const tally = tallyOf(job, pods);
  const judged = verdict(spec, tally, ranFor);
  const left = judged.is === "running" ? undefined : finish(desk, job, pods, judged);
  const wait = judged.is === "running" ? pause(tally, pods, now) : 0;
  let created = 0;
  if (judged.is === "running" && wait === 0) created = create(desk, job, spec, judged.create, pods);
  const ready = pods.filter((pod) => isActive(pod) && isReady(pod)).length;
  const before = objectOr(job["status"]);
  const resumed = conditionOf(before["conditions"], "Suspended") !== undefined;
  const conditions = resumed
    ? withCondition(
        before["conditions"],
        { ...suspension, status: "False", reason: "JobResumed", message: "Job resumed" },
        stamp(now),
      )
    : objectsOf(before["conditions"]);
  writeStatus(desk.store, type, job, {
    ...withoutZeros({
      active: (left === undefined ? tally.active : 0) + created,
      succeeded: tally.succeeded,
      failed: tally.failed + (left === undefined ? 0 : left.killed),
    }),
    ready: left === undefined ? ready : 0,
    terminating: pods.filter((pod) => isTerminating(pod) && phaseOf(pod) !== "Succeeded").length,
    uncountedTerminatedPods: {},
    startTime,
    ...(judged.is === "complete" ? { completionTime: stamp(now) } : {}),
    ...(left !== undefined ? { conditions: left.conditions } : conditions.length === 0 ? {} : { conditions }),
  });
  letGo(desk.store, podsOf(desk.store, job));
  const deadline = spec.activeDeadline === undefined ? undefined : spec.activeDeadline * 1000 - ranFor;
  if (judged.is !== "running") return spec.ttl === undefined ? undefined : spec.ttl * 1000;
  return sooner(wait > 0 ? wait : undefined, deadline);
}

const suspension: Condition = { type: "Suspended", status: "True", reason: "JobSuspended", message: "Job suspended" };

function suspend(desk: Desk, job: KubeObject, pods: readonly KubeObject[]): Again {
  for (const pod of pods.filter(isActive)) remove(desk, pod);
  const status = objectOr(job["status"]);
  const conditions = withCondition(status["conditions"], suspension, stamp(desk.now()));
  writeStatus(desk.store, type, job, { conditions });
  letGo(desk.store, podsOf(desk.store, job));
  return undefined;
}

/** Milliseconds before the next pod, counted from the last failure. */
function pause(tally: Tally, pods: readonly KubeObject[], now: number): number {
  const ends = pods
    .filter((pod) => phaseOf(pod) === "Failed")
    .map((pod) => milliseconds(at(pod, "status", "containerStatuses", 0, "state", "terminated", "finishedAt")));
  const last = Math.max(...ends.filter((time) => !Number.isNaN(time)));
  if (tally.failed === 0 || !Number.isFinite(last)) return 0;
  return Math.max(0, last + pauseAfter(tally.failed) - now);
}

function create(desk: Desk, job: KubeObject, spec: JobSpec, count: number, pods: readonly KubeObject[]): number {
  let all = pods;
  for (let made = 0; made < count; made += 1) {
    const pod = attempt(() => desk.store.create("pods", jobPod(job, spec, all), { manager: controllerManager }));
    if (!pod.ok) {
      desk.events.warning(job, "FailedCreate", `Error creating: ${pod.refusal.message}`);
      return made;
    }
    all = [...all, pod.value];
    desk.events.normal(job, "SuccessfulCreate", `Created pod: ${pod.value.metadata.name}`);
  }
  return count;
}

function remove(desk: Desk, pod: KubeObject): void {
  unlessRefused(() => desk.store.delete("pods", pod.metadata.namespace ?? "", pod.metadata.name), "NotFound");
}

/** The end: remaining pods go, and two conditions say it, one when it is decided, one when it is done. */
function finish(
  desk: Desk,
  job: KubeObject,
  pods: readonly KubeObject[],
  judged: Exclude<Verdict, { readonly is: "running" }>,
): { readonly conditions: readonly JsonObject[]; readonly killed: number } {
  const active = pods.filter(isActive);
  for (const pod of active) {
    remove(desk, pod);
    desk.events.normal(job, "SuccessfulDelete", `Deleted pod: ${pod.metadata.name}`);
  }
  const reached = { reason: "CompletionsReached", message: "Reached expected number of succeeded pods" };
  const said: readonly Condition[] =
    judged.is === "complete"
      ? [
          { type: "SuccessCriteriaMet", status: "True", ...reached },
          { type: "Complete", status: "True", ...reached },
        ]
      : [
          { type: "FailureTarget", status: "True", reason: judged.reason, message: judged.message },
          { type: "Failed", status: "True", reason: judged.reason, message: judged.message },
        ];
  if (judged.is === "complete") desk.events.normal(job, "Completed", "Job completed");
  else desk.events.warning(job, judged.reason, judged.message);
  const conditions = said.reduce<readonly JsonObject[]>(
    (all, condition) => withCondition(all, condition, stamp(desk.now()), { lastProbeTime: stamp(desk.now()) }),
    objectsOf(at(job, "status", "conditions")),
  );
  return { conditions, killed: judged.is === "failed" ? active.length : 0 };
}

/** What is over stays until its time to live has passed. */
function afterwards(desk: Desk, job: KubeObject): Again {
  letGo(desk.store, podsOf(desk.store, job));
  const { ttl } = specOf(job);
  if (ttl === undefined) return undefined;
  const left = milliseconds(endOf(job)?.["lastTransitionTime"]) + ttl * 1000 - desk.now();
  if (left > 0) return left;
  const { namespace = "", name } = job.metadata;
  unlessRefused(() => desk.store.delete(type, namespace, name, { propagation: "Foreground" }), "NotFound");
  return undefined;
}
