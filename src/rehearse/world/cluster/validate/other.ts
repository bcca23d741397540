/** Kinds of which little is checked. */
import { equal } from "../json/equal.ts";
import { at, put } from "../json/path.ts";
import { type JsonObject, listOr, objectOr, objectsOf, stringOr } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import type { Cause } from "../status/status-error.ts";
import { bad, notAllowed, required } from "./cause.ts";
import { amount, negatives, oneOf } from "./numbers.ts";
import { podSpecCauses } from "./pod-spec.ts";
import { selectorCauses, templateCauses } from "./workload.ts";

export function podCauses(pod: KubeObject): readonly Cause[] {
  return podSpecCauses("spec", objectOr(pod["spec"]));
}

const changeable =
  "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

export function podChange(old: KubeObject, next: KubeObject): readonly Cause[] {
  const fixed = (pod: KubeObject): JsonObject => {
    const spec = objectOr(pod["spec"]);
    const bare = ["activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "nodeName"].reduce(
      (rest, key) => put(rest, [key], undefined),
      spec,
    );
    const withoutImage = (list: string) => objectsOf(bare[list]).map((one) => put(one, ["image"], undefined));
    return { ...bare, containers: withoutImage("containers"), initContainers: withoutImage("initContainers") };
  };
  return equal(fixed(old), fixed(next)) ? [] : [notAllowed("spec", changeable)];
}

export function replicaSetCauses(set: KubeObject): readonly Cause[] {
  const spec = objectOr(set["spec"]);
  return [
    ...negatives(spec, "spec", ["replicas", "minReadySeconds"]),
    ...selectorCauses(spec, "replicaset"),
    ...templateCauses(spec, ["Always"]),
  ];
}

export function daemonSetCauses(set: KubeObject): readonly Cause[] {
  const spec = objectOr(set["spec"]);
  return [
    ...selectorCauses(spec, "daemonset"),
    ...templateCauses(spec, ["Always"]),
    ...negatives(spec, "spec", ["minReadySeconds", "revisionHistoryLimit"]),
    ...oneOf("spec.updateStrategy.type", at(spec, "updateStrategy", "type"), ["OnDelete", "RollingUpdate"]),
  ];
}

export function claimCauses(claim: KubeObject): readonly Cause[] {
  const spec = objectOr(claim["spec"]);
  return [
    ...(listOr(spec["accessModes"]).length === 0
      ? [required("spec.accessModes", "at least 1 access mode is required")]
      : []),
    ...(at(spec, "resources", "requests", "storage") === undefined ? [required("spec.resources[storage]")] : []),
  ];
}

export function claimChange(old: KubeObject, next: KubeObject): readonly Cause[] {
  const bound = at(old, "status", "phase") === "Bound";
  const shrunk = storageOf(next) < storageOf(old);
  if (bound && shrunk)
    return [notAllowed("spec.resources.requests.storage", "field can not be less than status.capacity")];
  // Only a bound claim may grow; which volume it is bound to, the controller says.
  const free = ["volumeName", ...(bound ? ["resources", "volumeAttributesClassName"] : [])];
  const fixed = (claim: KubeObject) => free.reduce((rest, key) => put(rest, [key], undefined), objectOr(claim["spec"]));
  return equal(fixed(old), fixed(next))
    ? []
    : [
        notAllowed(
          "spec",
          "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims",
        ),
      ];
}

const storageOf = (claim: KubeObject) => amount(at(claim, "spec", "resources", "requests", "storage")) ?? 0;

export function autoscalerCauses(hpa: KubeObject): readonly Cause[] {
  const spec = objectOr(hpa["spec"]);
  const [least, most] = [spec["minReplicas"], spec["maxReplicas"]];
  return [
    ...(typeof least === "number" && least < 1
      ? [bad("spec.minReplicas", least, "must be greater than or equal to 1")]
      : []),
    ...(typeof most === "number" && most < 1 ? [bad("spec.maxReplicas", most, "must be greater than 0")] : []),
    ...(typeof most === "number" && typeof least === "number" && most < least
      ? [bad("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`")]
      : []),
    ...(most === undefined ? [bad("spec.maxReplicas", 0, "must be greater than 0")] : []),
    ...["kind", "name"]
      .filter((key) => stringOr(at(spec, "scaleTargetRef", key), "") === "")
      .map((key) => required(`spec.scaleTargetRef.${key}`)),
    ...(stringOr(at(spec, "scaleTargetRef", "apiVersion"), "").includes("/")
      ? []
      : [
          bad(
            "spec.scaleTargetRef.apiVersion",
            at(spec, "scaleTargetRef", "apiVersion") ?? "",
            "apiVersion must specify API group",
          ),
        ]),
  ];
}

export function leaseCauses(lease: KubeObject): readonly Cause[] {
  const spec = objectOr(lease["spec"]);
  return ["leaseDurationSeconds"].flatMap((key) => {
    const value = spec[key];
    return typeof value === "number" && value <= 0 ? [bad(`spec.${key}`, value, "must be greater than 0")] : [];
  });
}

export function ingressCauses(ingress: KubeObject): readonly Cause[] {
  const spec = objectOr(ingress["spec"]);
  const rules = objectsOf(spec["rules"]);
  return [
    ...(rules.length === 0 && spec["defaultBackend"] === undefined
      ? [bad("spec", null, "either `defaultBackend` or `rules` must be specified")]
      : []),
    ...rules.flatMap((rule, i) =>
      objectsOf(at(rule, "http", "paths")).flatMap((path, j) =>
        path["pathType"] === undefined
          ? [required(`spec.rules[${i}].http.paths[${j}].pathType`, "pathType must be specified")]
          : [],
      ),
    ),
  ];
}

export function bindingChange(old: KubeObject, next: KubeObject): readonly Cause[] {
  return equal(old["roleRef"], next["roleRef"]) ? [] : [bad("roleRef", goRole(next), "cannot change roleRef")];
}

const goRole = (binding: KubeObject): JsonObject => ({
  APIGroup: at(binding, "roleRef", "apiGroup") ?? "",
  Kind: at(binding, "roleRef", "kind") ?? "",
  Name: at(binding, "roleRef", "name") ?? "",
});

export function budgetCauses(budget: KubeObject): readonly Cause[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy } = objectOr(budget["spec"]);
  if (minAvailable === undefined || maxUnavailable === undefined) return [];
  const go = {
    MinAvailable: minAvailable,
    Selector: selector ?? null,
    MaxUnavailable: maxUnavailable,
    UnhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy ?? null,
  };
  return [bad("spec", go, "minAvailable and maxUnavailable cannot be both set")];
}

export function definitionCauses(definition: KubeObject): readonly Cause[] {
  const spec = objectOr(definition["spec"]);
  const wanted = `${String(at(spec, "names", "plural") ?? "")}.${String(spec["group"] ?? "")}`;
  const { name } = definition.metadata;
  return [
    ...(name === wanted ? [] : [bad("metadata.name", name, 'must be spec.names.plural+"."+spec.group')]),
    ...(objectsOf(spec["versions"]).filter((version) => version["storage"] === true).length === 1
      ? []
      : [bad("spec.versions", spec["versions"] ?? [], "must have exactly one version marked as storage version")]),
  ];
}
