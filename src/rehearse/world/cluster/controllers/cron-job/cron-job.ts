import { at } from "../../json/path.ts";
import { type JsonObject, numberOr, objectOr, stringOr, stringsOf } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { attempt, unlessRefused } from "../work/attempt.ts";
import { type Again, type Controller, type Desk, itself, itsOwner } from "../work/controller.ts";
import { controllerManager, writeStatus } from "../work/status.ts";
import { milliseconds, stamp } from "../work/time.ts";
import { conditionOf } from "../workload/condition.ts";
import { controllerReference, isControlledBy } from "../workload/owner.ts";
import { isTerminating } from "../workload/pod.ts";
import { nextTime, parseSchedule } from "./schedule.ts";

const type = "cronjobs.batch";

/** Makes a Job when its time has come. Schedules are read in UTC. */
export const cronJobs: Controller = {
  name: "cronjob-controller",
  watches: { [type]: itself, "jobs.batch": itsOwner("CronJob") },
  reconcile: (desk, key) => {
    const cron = desk.store.get(type, key.namespace, key.name);
    return cron === undefined || isTerminating(cron) ? undefined : reconcile(desk, cron);
  },
};

const isOver = (job: KubeObject, end: "Complete" | "Failed") =>
  conditionOf(at(job, "status", "conditions"), end)?.["status"] === "True";

function reconcile(desk: Desk, cron: KubeObject): Again {
  const { store } = desk;
  const { namespace = "", creationTimestamp } = cron.metadata;
  const own = store.list("jobs.batch", { namespace, where: (job) => isControlledBy(job, cron) });
  const active = own.filter((job) => !isOver(job, "Complete") && !isOver(job, "Failed"));
  keep(
    desk,
    own.filter((job) => isOver(job, "Complete")),
    numberOr(at(cron, "spec", "successfulJobsHistoryLimit"), 3),
  );
  keep(
    desk,
    own.filter((job) => isOver(job, "Failed")),
    numberOr(at(cron, "spec", "failedJobsHistoryLimit"), 1),
  );

  const sets = parseSchedule(stringOr(at(cron, "spec", "schedule"), ""));
  const last = stringOr(at(cron, "status", "lastScheduleTime"));
  const since = milliseconds(last ?? creationTimestamp);
  const due = sets === undefined ? undefined : nextTime(sets, since);
  const suspended = at(cron, "spec", "suspend") === true;
  let running = active;
  let scheduled = last;
  if (due !== undefined && due <= desk.now() && !suspended) {
    const policy = stringOr(at(cron, "spec", "concurrencyPolicy"), "Allow");
    if (policy === "Replace") for (const job of active) remove(desk, job);
    if (policy !== "Forbid" || active.length === 0) {
      const made = attempt(() => store.create("jobs.batch", jobOf(cron, due), { manager: controllerManager }));
      if (made.ok) {
        desk.events.normal(cron, "SuccessfulCreate", `Created job ${made.value.metadata.name}`);
        running = [...(policy === "Replace" ? [] : active), made.value];
      }
      scheduled = stamp(due);
    }
  }
  writeStatus(store, type, cron, {
    ...(running.length === 0 ? {} : { active: running.map(referenceTo) }),
    ...(scheduled === undefined ? {} : { lastScheduleTime: scheduled }),
    ...successOf(own, cron),
  });
  if (sets === undefined || suspended) return undefined;
  const next = nextTime(sets, Math.max(desk.now(), milliseconds(scheduled ?? "") || 0));
  return next === undefined ? undefined : next - desk.now();
}

function successOf(jobs: readonly KubeObject[], cron: KubeObject): JsonObject {
  const times = jobs
    .map((job) => stringOr(at(job, "status", "completionTime")))
    .filter((time) => time !== undefined)
    .sort();
  const last = times.at(-1) ?? stringOr(at(cron, "status", "lastSuccessfulTime"));
  return last === undefined ? {} : { lastSuccessfulTime: last };
}

const referenceTo = (job: KubeObject): JsonObject => ({
  apiVersion: job.apiVersion,
  kind: job.kind,
  name: job.metadata.name,
  namespace: job.metadata.namespace,
  uid: job.metadata.uid,
  resourceVersion: job.metadata.resourceVersion,
});

/** Named after its minute, so that the same minute never makes two. */
function jobOf(cron: KubeObject, due: number): JsonObject {
  const template = objectOr(at(cron, "spec", "jobTemplate"));
  return {
    metadata: {
      name: `${cron.metadata.name}-${Math.floor(due / 60_000)}`,
      namespace: cron.metadata.namespace,
      labels: stringsOf(at(template, "metadata", "labels")),
      annotations: {
        ...stringsOf(at(template, "metadata", "annotations")),
        "batch.kubernetes.io/cronjob-scheduled-timestamp": stamp(due),
      },
      ownerReferences: [controllerReference(cron)],
    },
    spec: objectOr(template["spec"]),
  };
}

function keep(desk: Desk, jobs: readonly KubeObject[], limit: number): void {
  const oldest = jobs.toSorted(
    (a, b) => milliseconds(a.metadata.creationTimestamp) - milliseconds(b.metadata.creationTimestamp),
  );
  for (const job of oldest.slice(0, Math.max(0, jobs.length - limit))) remove(desk, job);
}

function remove(desk: Desk, job: KubeObject): void {
  const { namespace = "", name } = job.metadata;
  unlessRefused(() => desk.store.delete("jobs.batch", namespace, name, { propagation: "Background" }), "NotFound");
}
