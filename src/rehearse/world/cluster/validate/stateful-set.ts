import { equal } from "../json/equal.ts";
import { at } from "../json/path.ts";
import { isObject, type Json, type JsonObject, objectOr, objectsOf, stringOr } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import type { Cause } from "../status/status-error.ts";
import { bad, notAllowed } from "./cause.ts";
import { negatives } from "./numbers.ts";
import { selectorCauses, templateCauses } from "./workload.ts";

export function statefulSetCauses(set: KubeObject): readonly Cause[] {
  const spec = objectOr(set["spec"]);
  const claims = objectsOf(spec["volumeClaimTemplates"]).map((claim) => stringOr(at(claim, "metadata", "name"), ""));
  const policy = stringOr(spec["podManagementPolicy"], "");
  return [
    ...(policy === "OrderedReady" || policy === "Parallel"
      ? []
      : [bad("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'")]),
    ...strategyCauses(spec["updateStrategy"]),
    ...negatives(spec, "spec", ["replicas", "minReadySeconds"]),
    ...selectorCauses(spec, "statefulset"),
    ...templateCauses(spec, ["Always"], claims),
  ];
}

function strategyCauses(strategy: Json | undefined): readonly Cause[] {
  if (!isObject(strategy)) return [];
  const { type = "", rollingUpdate } = strategy;
  if (type === "OnDelete")
    return rollingUpdate === undefined
      ? []
      : [bad("spec.updateStrategy.rollingUpdate", rollingUpdate, "only allowed for updateStrategy 'RollingUpdate'")];
  if (type === "RollingUpdate") {
    const partition = at(rollingUpdate, "partition");
    return typeof partition === "number" && partition < 0
      ? [bad("spec.updateStrategy.rollingUpdate.partition", partition, "must be greater than or equal to 0")]
      : [];
  }
  return [
    bad(
      "spec.updateStrategy",
      { Type: type, RollingUpdate: rollingUpdate ?? null },
      "must be 'RollingUpdate' or 'OnDelete'",
    ),
  ];
}

const changeable = [
  "replicas",
  "ordinals",
  "template",
  "updateStrategy",
  "revisionHistoryLimit",
  "persistentVolumeClaimRetentionPolicy",
  "minReadySeconds",
];

export function statefulSetChange(old: KubeObject, next: KubeObject): readonly Cause[] {
  const fixed = (object: KubeObject): JsonObject =>
    Object.fromEntries(Object.entries(objectOr(object["spec"])).filter(([key]) => !changeable.includes(key)));
  if (equal(fixed(old), fixed(next))) return [];
  const names = changeable.map((name) => `'${name}'`);
  const list = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  return [notAllowed("spec", `updates to statefulset spec for fields other than ${list} are forbidden`)];
}
