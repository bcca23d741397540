import { equal } from "../../json/equal.ts";
import { at, put } from "../../json/path.ts";
import { type JsonObject, numberOr, objectsOf, stringOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { typeName } from "../../types/resource-type.ts";
import { type Controller, type Desk, itself } from "../work/controller.ts";
import { controllerManager, writeStatus } from "../work/status.ts";
import { stamp } from "../work/time.ts";
import { type Condition, withCondition } from "../workload/condition.ts";
import { isTerminating } from "../workload/pod.ts";

/** The present average utilisation in percent, as a metrics server would tell it; undefined: there is none. */
export type Utilisation = (autoscaler: KubeObject) => number | undefined;

const type = "horizontalpodautoscalers.autoscaling";
const period = 15_000;

/** Scales a workload by a metric, between its bounds, through /scale: so the field `replicas` becomes its own. */
export function autoscalers(utilisation: Utilisation): Controller {
  return {
    name: "horizontal-pod-autoscaler",
    // its own status must not wake it: it looks again when its period is over
    watches: {
      [type]: (event) =>
        equal(event.object["spec"], event.previous?.["spec"]) && event.action === "MODIFIED" ? [] : itself(event),
    },
    reconcile: (desk, key) => {
      const scaler = desk.store.get(type, key.namespace, key.name);
      if (scaler === undefined || isTerminating(scaler)) return undefined;
      scale(desk, scaler, utilisation(scaler));
      return period;
    },
  };
}

interface Decision {
  readonly replicas: number;
  readonly why: string;
  readonly conditions: readonly Condition[];
}

/** Within tolerance nothing changes; otherwise in proportion, and never beyond the bounds. */
export function decide(scaler: KubeObject, current: number, measured: number | undefined): Decision {
  const least = numberOr(at(scaler, "spec", "minReplicas"), 1);
  const most = numberOr(at(scaler, "spec", "maxReplicas"), least);
  const able: Condition = {
    type: "AbleToScale",
    status: "True",
    reason: "SucceededGetScale",
    message: "the HPA controller was able to get the target's current scale",
  };
  if (current === 0)
    return {
      replicas: 0,
      why: "",
      conditions: [
        able,
        {
          type: "ScalingActive",
          status: "False",
          reason: "ScalingDisabled",
          message: "scaling is disabled since the replica count of the target is zero",
        },
      ],
    };
  if (current < least)
    return { replicas: least, why: "Current number of replicas below Spec.MinReplicas", conditions: [rescaled(least)] };
  if (current > most)
    return { replicas: most, why: "Current number of replicas above Spec.MaxReplicas", conditions: [rescaled(most)] };
  const metric = objectsOf(at(scaler, "spec", "metrics"))[0];
  const name = stringOr(at(metric, "resource", "name"), "cpu");
  if (measured === undefined)
    return {
      replicas: current,
      why: "",
      conditions: [
        able,
        {
          type: "ScalingActive",
          status: "False",
          reason: "FailedGetResourceMetric",
          message: `the HPA was unable to compute the replica count: failed to get ${name} utilization: unable to get metrics for resource ${name}: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)`,
        },
      ],
    };
  const target = numberOr(at(metric, "resource", "target", "averageUtilization"), 80);
  const ratio = measured / target;
  const wanted = Math.abs(ratio - 1) <= 0.1 ? current : Math.ceil(current * ratio);
  const replicas = Math.max(least, Math.min(most, wanted));
  const limited = replicas !== wanted;
  return {
    replicas,
    why: `${name} resource utilization (percentage of request) ${wanted > current ? "above" : "below"} target`,
    conditions: [
      able,
      {
        type: "ScalingActive",
        status: "True",
        reason: "ValidMetricFound",
        message: `the HPA was able to successfully calculate a replica count from ${name} resource utilization (percentage of request)`,
      },
      {
        type: "ScalingLimited",
        status: limited ? "True" : "False",
        reason: !limited ? "DesiredWithinRange" : wanted > most ? "TooManyReplicas" : "TooFewReplicas",
        message: !limited
          ? "the desired count is within the acceptable range"
          : `the desired replica count is ${wanted > most ? "more than the maximum" : "less than the minimum"} replica count`,
      },
    ],
  };
}

const rescaled = (to: number): Condition => ({
  type: "AbleToScale",
  status: "True",
  reason: "SucceededRescale",
  message: `the HPA controller was able to update the target scale to ${to}`,
});

function scale(desk: Desk, scaler: KubeObject, measured: number | undefined): void {
  const { store } = desk;
  const { namespace = "" } = scaler.metadata;
  const target = at(scaler, "spec", "scaleTargetRef");
  const kind = store.types.ofKind(stringOr(at(target, "apiVersion"), "apps/v1"), stringOr(at(target, "kind"), ""));
  const name = stringOr(at(target, "name"), "");
  const object = kind === undefined ? undefined : store.get(typeName(kind), namespace, name);
  if (kind === undefined || object === undefined) {
    const words = kind === undefined ? name : `${typeName(kind)} "${name}" not found`;
    const message = `the HPA controller was unable to get the target's current scale: ${words}`;
    write(desk, scaler, [{ type: "AbleToScale", status: "False", reason: "FailedGetScale", message }], {});
    desk.events.warning(scaler, "FailedGetScale", words);
    return;
  }
  const current = numberOr(at(object, "spec", "replicas"), 1);
  const decision = decide(scaler, current, measured);
  const changes = decision.replicas !== current;
  if (changes) {
    store.modify(typeName(kind), namespace, name, (found) => put(found, ["spec", "replicas"], decision.replicas), {
      manager: controllerManager,
      subresource: "scale",
    });
    desk.events.normal(scaler, "SuccessfulRescale", `New size: ${decision.replicas}; reason: ${decision.why}`);
  }
  write(desk, scaler, decision.conditions, {
    currentReplicas: numberOr(at(object, "status", "replicas"), 0),
    desiredReplicas: decision.replicas,
    ...(changes ? { lastScaleTime: stamp(desk.now()) } : {}),
  });
}

function write(desk: Desk, scaler: KubeObject, conditions: readonly Condition[], counts: JsonObject): void {
  const before = at(scaler, "status");
  const lastScaleTime = at(before, "lastScaleTime");
  writeStatus(desk.store, type, scaler, {
    ...(lastScaleTime === undefined ? {} : { lastScaleTime }),
    currentReplicas: 0,
    desiredReplicas: 0,
    ...counts,
    conditions: conditions.reduce<readonly JsonObject[]>(
      (all, condition) => withCondition(all, condition, stamp(desk.now())),
      objectsOf(at(before, "conditions")),
    ),
  });
}
