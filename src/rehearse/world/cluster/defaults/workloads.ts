import { at, put } from "../json/path.ts";
import { isObject, type JsonObject } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { each, fill, within } from "./fill.ts";
import { podSpecDefaults, templateDefaults } from "./pod.ts";
import { claimSpec } from "./volume.ts";

export function deploymentDefaults(deployment: KubeObject): KubeObject {
  const complete = within(fill(deployment, { spec: {} }), "spec", (spec) =>
    within(
      templateDefaults(
        fill(spec, {
          replicas: 1,
          revisionHistoryLimit: 10,
          progressDeadlineSeconds: 600,
          strategy: { type: "RollingUpdate" },
        }),
      ),
      "strategy",
      (strategy) => rolling(strategy, "RollingUpdate", { maxUnavailable: "25%", maxSurge: "25%" }),
    ),
  );
  return fill(complete, { status: {} });
}

/** The numbers of a rolling update, where that is the way updates are made. */
function rolling(strategy: JsonObject, byDefault: string, numbers: JsonObject): JsonObject {
  const typed = fill(strategy, { type: byDefault });
  if (typed["type"] !== "RollingUpdate") return typed;
  return within(fill(typed, { rollingUpdate: {} }), "rollingUpdate", (update) => fill(update, numbers));
}

export function replicaSetDefaults(set: KubeObject): KubeObject {
  const complete = within(fill(set, { spec: {} }), "spec", (spec) => templateDefaults(fill(spec, { replicas: 1 })));
  return fill(complete, { status: { replicas: 0 } });
}

function labelsFromTemplate(object: KubeObject): KubeObject {
  const labels = at(object, "spec", "template", "metadata", "labels");
  if (object.metadata.labels !== undefined || !isObject(labels)) return object;
  return put(object, ["metadata", "labels"], labels);
}

export function statefulSetDefaults(set: KubeObject): KubeObject {
  const complete = within(fill(set, { spec: {} }), "spec", (spec) =>
    each(
      within(
        templateDefaults(
          fill(spec, {
            podManagementPolicy: "OrderedReady",
            replicas: 1,
            revisionHistoryLimit: 10,
            updateStrategy: { type: "RollingUpdate" },
            persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
          }),
        ),
        "updateStrategy",
        (strategy) => rolling(strategy, "RollingUpdate", { partition: 0 }),
      ),
      "volumeClaimTemplates",
      (claim) =>
        within(
          fill(claim, { apiVersion: "v1", kind: "PersistentVolumeClaim", status: { phase: "Pending" } }),
          "spec",
          claimSpec,
        ),
    ),
  );
  return fill(complete, { status: { replicas: 0, availableReplicas: 0 } });
}

export function daemonSetDefaults(set: KubeObject): KubeObject {
  const generation = "deprecated.daemonset.template.generation";
  const marked = within({ ...set }, "metadata", (metadata) =>
    within(fill(metadata, { annotations: {} }), "annotations", (annotations) =>
      fill(annotations, { [generation]: "1" }),
    ),
  );
  const complete = within(fill(marked, { spec: {} }), "spec", (spec) =>
    within(
      templateDefaults(fill(spec, { revisionHistoryLimit: 10, updateStrategy: { type: "RollingUpdate" } })),
      "updateStrategy",
      (strategy) => rolling(strategy, "RollingUpdate", { maxUnavailable: 1, maxSurge: 0 }),
    ),
  );
  return fill(complete, {
    status: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  });
}

export function jobDefaults(job: KubeObject): KubeObject {
  const complete = within(fill(labelsFromTemplate(job), { spec: {} }), "spec", (spec) => {
    const counted =
      spec["completions"] === undefined && spec["parallelism"] === undefined
        ? fill(spec, { completions: 1, parallelism: 1 })
        : fill(spec, { parallelism: 1 });
    return templateDefaults(
      fill(counted, {
        backoffLimit: spec["backoffLimitPerIndex"] === undefined ? 6 : 2147483647,
        completionMode: "NonIndexed",
        suspend: false,
        manualSelector: false,
        podReplacementPolicy: spec["podFailurePolicy"] === undefined ? "TerminatingOrFailed" : "Failed",
      }),
    );
  });
  return fill(complete, { status: {} });
}

export function cronJobDefaults(job: KubeObject): KubeObject {
  const complete = within(job, "spec", (spec) =>
    within(
      fill(spec, {
        concurrencyPolicy: "Allow",
        suspend: false,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
      }),
      "jobTemplate",
      (template) =>
        within(fill(template, { metadata: {} }), "spec", (inner) =>
          within(inner, "template", (pod) => within(fill(pod, { metadata: {} }), "spec", podSpecDefaults)),
        ),
    ),
  );
  return fill(complete, { status: {} });
}
