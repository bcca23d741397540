import { equal } from "../json/equal.ts";
import { at, put } from "../json/path.ts";
import { isObject, type JsonObject, objectOr, stringsOf } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { labelSelectorTest } from "../select/labels.ts";
import type { Cause } from "../status/status-error.ts";
import { bad, required } from "./cause.ts";
import { negatives, oneOf } from "./numbers.ts";
import { templateCauses } from "./workload.ts";

const policies = ["OnFailure", "Never"];

export function jobCauses(job: KubeObject): readonly Cause[] {
  const spec = objectOr(job["spec"]);
  return [...jobSpecCauses(spec, "spec"), ...ownSelector(job, spec)];
}

/** Of a Job, or of a CronJob's template (`prefix`: where it stands). */
export function jobSpecCauses(spec: JsonObject, prefix: string): readonly Cause[] {
  const policy = at(spec, "template", "spec", "restartPolicy");
  return [
    ...negatives(spec, prefix, [
      "parallelism",
      "completions",
      "activeDeadlineSeconds",
      "backoffLimit",
      "ttlSecondsAfterFinished",
    ]),
    ...templateCauses(spec, ["Always", ...policies]).map((cause) => moved(cause, prefix)),
    ...(policy === "Always"
      ? [required(`${prefix}.template.spec.restartPolicy`, 'valid values: "OnFailure", "Never"')]
      : []),
  ];
}

const moved = (cause: Cause, prefix: string): Cause =>
  cause.field === undefined ? cause : { ...cause, field: cause.field.replace(/^spec/, prefix) };

function ownSelector(job: KubeObject, spec: JsonObject): readonly Cause[] {
  const { selector } = spec;
  const labels = stringsOf(at(spec, "template", "metadata", "labels"));
  const generated = { matchLabels: { "batch.kubernetes.io/controller-uid": job.metadata.uid ?? "" } };
  return [
    ...(spec["manualSelector"] === true || equal(selector, generated)
      ? []
      : [bad("spec.selector", selector, "`selector` not auto-generated")]),
    ...(isObject(selector) && labelSelectorTest(selector)(labels)
      ? []
      : [bad("spec.template.metadata.labels", labels, "`selector` does not match template `labels`")]),
  ];
}

/** A job that has begun stays as it is; while suspended it may still be told where its pods go. */
export function jobChange(old: KubeObject, next: KubeObject): readonly Cause[] {
  const fixed = ["completions", "selector", "completionMode", "podFailurePolicy", "backoffLimitPerIndex"];
  const changed = fixed.filter((key) => !equal(at(old, "spec", key), at(next, "spec", key)));
  const scheduling = at(old, "spec", "suspend") === true;
  const template = (job: KubeObject) => {
    const value = objectOr(at(job, "spec", "template"));
    if (!scheduling) return value;
    return ["nodeSelector", "affinity", "tolerations", "schedulingGates"].reduce(
      (bare, key) => put(bare, ["spec", key], undefined),
      value,
    );
  };
  return [
    ...changed.map((key) => bad(`spec.${key}`, at(next, "spec", key) ?? null, "field is immutable")),
    ...(equal(template(old), template(next))
      ? []
      : [bad("spec.template", at(next, "spec", "template"), "field is immutable")]),
  ];
}

export function cronJobCauses(job: KubeObject): readonly Cause[] {
  const spec = objectOr(job["spec"]);
  const schedule = spec["schedule"];
  return [
    ...(typeof schedule !== "string" || schedule === ""
      ? [required("spec.schedule")]
      : /^(@\w+( \S+)?|(\S+\s+){4}\S+)$/.test(schedule.trim())
        ? []
        : [
            bad(
              "spec.schedule",
              schedule,
              `expected exactly 5 fields, found ${schedule.trim().split(/\s+/).length}: [${schedule.trim()}]`,
            ),
          ]),
    ...oneOf("spec.concurrencyPolicy", spec["concurrencyPolicy"], ["Allow", "Forbid", "Replace"]),
    ...negatives(spec, "spec", ["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"]),
    ...jobSpecCauses(objectOr(at(spec, "jobTemplate", "spec")), "spec.jobTemplate.spec"),
  ];
}
