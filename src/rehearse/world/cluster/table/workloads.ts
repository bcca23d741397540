import { at } from "../json/path.ts";
import { numberOr, objectsOf, stringOr } from "../json/value.ts";
import { humanDuration } from "./age.ts";
import { ageAt, none, numberAt, ratio, selectorText, templateColumns, textAt } from "./cells.ts";
import { ageColumn, type Column, count, nameColumn, words } from "./column.ts";

export const deploymentColumns: readonly Column[] = [
  nameColumn,
  words("Ready", ratio(["status", "readyReplicas"], ["spec", "replicas"])),
  count("Up-to-date", numberAt("status", "updatedReplicas")),
  count("Available", numberAt("status", "availableReplicas")),
  ageColumn,
  ...templateColumns,
];

export const replicaSetColumns: readonly Column[] = [
  nameColumn,
  count("Desired", numberAt("spec", "replicas")),
  count("Current", numberAt("status", "replicas")),
  count("Ready", numberAt("status", "readyReplicas")),
  ageColumn,
  ...templateColumns,
];

export const statefulSetColumns: readonly Column[] = [
  nameColumn,
  words("Ready", ratio(["status", "readyReplicas"], ["spec", "replicas"])),
  ageColumn,
  ...templateColumns.slice(0, 2),
];

export const daemonSetColumns: readonly Column[] = [
  nameColumn,
  count("Desired", numberAt("status", "desiredNumberScheduled")),
  count("Current", numberAt("status", "currentNumberScheduled")),
  count("Ready", numberAt("status", "numberReady")),
  count("Up-to-date", numberAt("status", "updatedNumberScheduled")),
  count("Available", numberAt("status", "numberAvailable")),
  words("Node Selector", (set) => selectorText(at(set, "spec", "template", "spec", "nodeSelector"))),
  ageColumn,
  ...templateColumns,
];

export const jobColumns: readonly Column[] = [
  nameColumn,
  words("Status", (job) => {
    const met = objectsOf(at(job, "status", "conditions")).filter((one) => one["status"] === "True");
    const has = (type: string) => met.some((one) => one["type"] === type);
    return ["Complete", "Failed", "Suspended", "FailureTarget", "SuccessCriteriaMet"].find(has) ?? "Running";
  }),
  words("Completions", (job) => {
    const done = numberOr(at(job, "status", "succeeded"), 0);
    return `${done}/${numberOr(at(job, "spec", "completions"), 1)}`;
  }),
  words("Duration", (job, now) => {
    const start = stringOr(at(job, "status", "startTime"));
    const end = stringOr(at(job, "status", "completionTime"));
    return start === undefined ? "" : humanDuration((end === undefined ? now : Date.parse(end)) - Date.parse(start));
  }),
  ageColumn,
  ...templateColumns,
];

export const cronJobColumns: readonly Column[] = [
  nameColumn,
  words("Schedule", textAt("spec", "schedule")),
  words("Timezone", textAt("spec", "timeZone")),
  words("Suspend", (job) => (at(job, "spec", "suspend") === true ? "True" : "False")),
  count("Active", (job) => objectsOf(at(job, "status", "active")).length),
  words("Last Schedule", ageAt("status", "lastScheduleTime")),
  ageColumn,
];

export const autoscalerColumns: readonly Column[] = [
  nameColumn,
  words("Reference", (hpa) => {
    const to = (key: string) => stringOr(at(hpa, "spec", "scaleTargetRef", key), "");
    return `${to("kind")}/${to("name")}`;
  }),
  words("Targets", (hpa) => {
    const metrics = objectsOf(at(hpa, "spec", "metrics"));
    const shown = metrics.map((metric, i) => {
      const current = at(hpa, "status", "currentMetrics", i, "resource", "current", "averageUtilization");
      const wanted = at(metric, "resource", "target", "averageUtilization");
      const name = stringOr(at(metric, "resource", "name"), "");
      return `${name}: ${typeof current === "number" ? `${current}%` : "<unknown>"}/${typeof wanted === "number" ? `${wanted}%` : "<auto>"}`;
    });
    return shown.length === 0 ? none : shown.join(", ");
  }),
  words("MinPods", (hpa) => String(numberOr(at(hpa, "spec", "minReplicas"), 1))),
  count("MaxPods", numberAt("spec", "maxReplicas")),
  count("Replicas", numberAt("status", "currentReplicas")),
  ageColumn,
];

export const budgetColumns: readonly Column[] = [
  nameColumn,
  words("Min Available", (pdb) => String(at(pdb, "spec", "minAvailable") ?? "N/A")),
  words("Max Unavailable", (pdb) => String(at(pdb, "spec", "maxUnavailable") ?? "N/A")),
  count("Allowed Disruptions", numberAt("status", "disruptionsAllowed")),
  ageColumn,
];
