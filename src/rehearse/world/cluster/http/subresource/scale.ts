/** `scale`: the few numbers of a workload, in one form for all kinds (autoscaling/v1 Scale). */
import { at, put } from "../../json/path.ts";
import { isObject, type Json, type JsonObject, numberOr, objectsOf, stringsOf } from "../../json/value.ts";
import { isKubeObject, type KubeObject } from "../../object.ts";
import { conflict, invalid, methodNotAllowed, notFound, staleVersion } from "../../status/refusals.ts";
import type { Store } from "../../store/store.ts";
import { type ResourceType, type ScalePaths, typeName } from "../../types/resource-type.ts";
import { bad } from "../../validate/cause.ts";
import { type Answer, flag, ok, type ResourceCall } from "../call.ts";
import { decodeObject } from "../decode.ts";
import { isApply, patched } from "../patch.ts";
import type { Serving } from "../serving.ts";
import { writeOptions } from "../write.ts";

const kind = { group: "autoscaling", version: "v1", kind: "Scale" };
const builtIn: ScalePaths = { spec: ".spec.replicas", status: ".status.replicas", selector: ".spec.selector" };

export function scale({ store }: Serving, call: ResourceCall): Answer {
  const { type, namespace, name } = call.target;
  const current = store.get(typeName(type), namespace, name);
  if (current === undefined) throw notFound(type, name);
  const paths = type.scalePaths ?? builtIn;
  const before = scaleOf(current, paths);
  if (call.verb === "get") return ok(before);
  if (call.verb === "patch" && isApply(call)) return applied(store, call, paths);
  const wanted = wantedScale(call, type, before);
  const version = at(wanted, "metadata", "resourceVersion");
  if (typeof version === "string" && version !== "" && version !== current.metadata.resourceVersion)
    throw conflict(type, name, staleVersion);
  const replicas = numberOr(at(wanted, "spec", "replicas"), 0);
  if (replicas < 0)
    throw invalid("Scale", "autoscaling", name, [bad("spec.replicas", replicas, "must be greater than or equal to 0")]);
  const change = (object: KubeObject) => put(object, stepsOf(paths.spec), replicas);
  const updated = store.modify(typeName(type), namespace, name, change, writeOptions(call));
  return ok(scaleOf(updated, paths));
}

/** Applying a scale owns the one field it stands for. */
function applied(store: Store, call: ResourceCall, paths: ScalePaths): Answer {
  const { type, namespace, name } = call.target;
  const replicas = at(decodeObject(call, kind), "spec", "replicas") ?? 0;
  const configuration = put({ metadata: { name, namespace } }, stepsOf(paths.spec), replicas);
  const options = { ...writeOptions(call), force: flag(call.query, "force") };
  return ok(scaleOf(store.apply(typeName(type), configuration, options).object, paths));
}

function wantedScale(call: ResourceCall, type: ResourceType, before: JsonObject): JsonObject {
  if (call.verb === "update") return decodeObject(call, kind);
  if (call.verb !== "patch") throw methodNotAllowed();
  const next = patched(call, { ...type, ...kind, schema: "autoscaling/v1/Scale" }, before);
  return isObject(next) ? next : before;
}

const stepsOf = (path: string) => path.split(".").filter((step) => step !== "");
const read = (object: JsonObject, path: string) => at(object, ...stepsOf(path));

function scaleOf(object: KubeObject, paths: ScalePaths): KubeObject {
  const { name, namespace = "", uid = "", resourceVersion = "", creationTimestamp = "" } = object.metadata;
  const scale = {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: nonZero(numberOr(read(object, paths.spec), 0)),
    status: {
      replicas: numberOr(read(object, paths.status), 0),
      ...(paths.selector === undefined ? {} : { selector: selectorText(read(object, paths.selector)) }),
    },
  };
  return isKubeObject(scale) ? scale : object;
}

/** Go leaves a zero out. */
const nonZero = (replicas: number): JsonObject => (replicas === 0 ? {} : { replicas });

/** A selector as it stands in a query: `app=web,tier in (a,b)`. */
function selectorText(selector: Json | undefined): string {
  if (typeof selector === "string") return selector;
  const labels = Object.entries(stringsOf(at(selector, "matchLabels"))).map(([key, value]) => `${key}=${value}`);
  const expressions = objectsOf(at(selector, "matchExpressions")).map(({ key, operator, values }) => {
    if (operator === "Exists") return String(key);
    if (operator === "DoesNotExist") return `!${String(key)}`;
    const list = Array.isArray(values) ? values.join(",") : "";
    return `${String(key)} ${operator === "In" ? "in" : "notin"} (${list})`;
  });
  return [...labels, ...expressions].join(",");
}
