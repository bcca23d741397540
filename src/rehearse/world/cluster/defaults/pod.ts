import { at, put } from "../json/path.ts";
import { type JsonObject, stringOr } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { containerDefaults, requestsFromLimits } from "./container.ts";
import { each, fill, through, within } from "./fill.ts";
import { qosClass } from "./qos.ts";
import { volumeDefaults } from "./volume.ts";

export function podSpecDefaults(spec: JsonObject): JsonObject {
  return through(
    fill(spec, {
      restartPolicy: "Always",
      terminationGracePeriodSeconds: 30,
      dnsPolicy: "ClusterFirst",
      securityContext: {},
      schedulerName: "default-scheduler",
    }),
    sameAccount,
    (s) => each(s, "containers", containerDefaults),
    (s) => each(s, "initContainers", containerDefaults),
    (s) => each(s, "volumes", volumeDefaults),
  );
}

/** `serviceAccount` is the old name of `serviceAccountName`; both are always given back. */
function sameAccount(spec: JsonObject): JsonObject {
  const name = stringOr(spec["serviceAccountName"]) ?? stringOr(spec["serviceAccount"]);
  return name === undefined ? spec : fill({ ...spec, serviceAccount: name }, { serviceAccountName: name });
}

/** The template of a workload: `spec.template`. */
export function templateDefaults(owner: JsonObject): JsonObject {
  return within(fill(owner, { template: {} }), "template", (template) =>
    within(fill(template, { metadata: {}, spec: {} }), "spec", podSpecDefaults),
  );
}

export function podDefaults(pod: KubeObject): KubeObject {
  const complete = within(pod, "spec", (spec) =>
    ["containers", "initContainers"].reduce(
      (s, list) => each(s, list, (container) => within(container, "resources", requestsFromLimits)),
      podSpecDefaults(fill(spec, { enableServiceLinks: true })),
    ),
  );
  if (at(complete, "status", "phase") !== undefined) return complete;
  return put(put(complete, ["status", "phase"], "Pending"), ["status", "qosClass"], qosClass(complete));
}
