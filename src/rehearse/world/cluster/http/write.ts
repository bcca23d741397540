import { put } from "../json/path.ts";
import { isObject, type JsonObject, numberOr, stringOr } from "../json/value.ts";
import { shapeOf } from "../schema/shape-of.ts";
import { badRequest } from "../status/refusals.ts";
import { isStatusError } from "../status/status-error.ts";
import type { Propagation, WriteOptions } from "../store/store.ts";
import { type ResourceType, typeName } from "../types/resource-type.ts";
import { unsupported } from "../validate/cause.ts";
import { type Answer, type Call, managerOf, ok, type ResourceCall } from "./call.ts";
import { decodeBody, decodeObject } from "./decode.ts";
import { checkedFields } from "./field-validation.ts";
import { invalidOptions, isDryRun } from "./options.ts";
import { presentList, presentOne } from "./presented.ts";
import { selection } from "./read.ts";
import type { Serving } from "./serving.ts";

export function create({ store }: Serving, call: ResourceCall): Answer {
  const { type } = call.target;
  const object = placed(decoded(call, type), type, call.target.namespace);
  const made = store.create(typeName(type), object, writeOptions(call));
  return ok(presentOne(call, type, made, store.clock.now()), 201);
}

/** The body, with its fields checked against the schema. */
function decoded(call: ResourceCall, type: ResourceType): JsonObject {
  const json = /json|^$/.test(call.headers["content-type"] ?? "");
  const source = json ? call.body.toString("utf8") : undefined;
  return checkedFields(call, type, shapeOf(type), decodeObject(call, type), source);
}

export function update({ store }: Serving, call: ResourceCall): Answer {
  const { type, name, namespace } = call.target;
  const object = placed(decoded(call, type), type, namespace);
  const own = stringOr(isObject(object["metadata"]) ? object["metadata"]["name"] : undefined, "");
  if (own === "")
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (own !== name) throw badRequest(`the name of the object (${own}) does not match the name on the URL (${name})`);
  const updated = store.update(typeName(type), object, writeOptions(call));
  return ok(presentOne(call, type, updated, store.clock.now()));
}

export function writeOptions(call: ResourceCall): WriteOptions & { readonly manager: string } {
  return {
    manager: managerOf(call),
    dryRun: isDryRun(call),
    user: call.user,
    warn: (text) => call.warnings.push(text),
    ...(call.target.subresource === "" ? {} : { subresource: call.target.subresource }),
  };
}

/** With the namespace of the path, which the body may repeat but not contradict. */
export function placed(object: JsonObject, type: ResourceType, namespace: string): JsonObject {
  if (!type.namespaced) return object;
  const own = isObject(object["metadata"]) ? stringOr(object["metadata"]["namespace"], "") : "";
  if (own !== "" && own !== namespace)
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  return put(object, ["metadata", "namespace"], namespace);
}

export function deleteOne({ store }: Serving, call: ResourceCall): Answer {
  const { type, namespace, name } = call.target;
  const { object, gone } = store.delete(typeName(type), namespace, name, deleteOptions(call));
  // A pod comes back as it was; everything else as a Status, unless finalizers keep it.
  if (!gone || typeName(type) === "pods") return ok(presentOne(call, type, object, store.clock.now()));
  return ok({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: {
      name,
      ...(type.group === "" ? {} : { group: type.group }),
      kind: type.resource,
      uid: object.metadata.uid ?? "",
    },
  });
}

export function deleteCollection({ store }: Serving, call: ResourceCall): Answer {
  const { type } = call.target;
  const options = deleteOptions(call);
  const chosen = store.list(typeName(type), selection(call));
  for (const { metadata } of chosen) {
    try {
      store.delete(typeName(type), metadata.namespace ?? "", metadata.name, options);
    } catch (error) {
      // Gone meanwhile is what was wanted.
      if (!isStatusError(error, "NotFound")) throw error;
    }
  }
  const metadata = { resourceVersion: String(store.resourceVersion()) };
  return ok(presentList(call, type, chosen, metadata, store.clock.now()));
}

function deleteOptions(call: ResourceCall) {
  const body = call.body.length === 0 ? {} : decodeBody(call);
  const preconditions = isObject(body["preconditions"]) ? body["preconditions"] : {};
  const { uid, resourceVersion } = preconditions;
  const grace = numberOr(body["gracePeriodSeconds"]) ?? numberIn(call.query.get("gracePeriodSeconds"));
  const propagation = propagationOf(body, call);
  const asked = Array.isArray(body["dryRun"]) ? body["dryRun"].map(String) : call.query.getAll("dryRun");
  return {
    ...(typeof uid === "string" ? { uid } : {}),
    ...(typeof resourceVersion === "string" ? { resourceVersion } : {}),
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
    ...(propagation === undefined ? {} : { propagation }),
    dryRun: isDryRun(call, asked),
    user: call.user,
  };
}

const numberIn = (value: string | null) => (value === null ? undefined : Number(value));

function propagationOf(body: JsonObject, call: Call): Propagation | undefined {
  const policy = stringOr(body["propagationPolicy"]) ?? call.query.get("propagationPolicy") ?? undefined;
  if (policy === "Background" || policy === "Foreground" || policy === "Orphan") return policy;
  if (policy !== undefined)
    throw invalidOptions(
      call,
      unsupported("propagationPolicy", policy, ["Foreground", "Background", "Orphan", "nil"], false),
    );
  const orphan = body["orphanDependents"];
  if (orphan === true) return "Orphan";
  return orphan === false ? "Background" : undefined;
}
