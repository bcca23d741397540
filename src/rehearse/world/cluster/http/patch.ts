import { isList, isObject, type Json, type JsonObject } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { JsonPatchError, jsonPatch } from "../patch/json-patch.ts";
import { mergePatch } from "../patch/merge-patch.ts";
import { strategicPatch } from "../patch/strategic.ts";
import { shapeOf } from "../schema/shape-of.ts";
import { badRequest, invalid, notFound } from "../status/refusals.ts";
import { StatusError } from "../status/status-error.ts";
import { apiVersionOf, type ResourceType, typeName } from "../types/resource-type.ts";
import { bad } from "../validate/cause.ts";
import { type Answer, flag, ok, type ResourceCall } from "./call.ts";
import { decodeBody, parseBody } from "./decode.ts";
import { checkedFields } from "./field-validation.ts";
import { presentOne, served } from "./presented.ts";
import type { Serving } from "./serving.ts";
import { placed, writeOptions } from "./write.ts";

export function patch(serving: Serving, call: ResourceCall): Answer {
  const { store } = serving;
  const { type, namespace, name } = call.target;
  if (isApply(call)) return apply(serving, call);
  const current = store.get(typeName(type), namespace, name);
  if (current === undefined) throw notFound(type, name);
  const next = patchedObject(call, type, served(type, current));
  const updated = store.update(typeName(type), next, writeOptions(call));
  return ok(presentOne(call, type, updated, store.clock.now()));
}

export const isApply = (call: ResourceCall): boolean => mediaType(call).startsWith("application/apply-patch");

/** What a patch makes of an object, checked like an object sent whole. */
export function patchedObject(call: ResourceCall, type: ResourceType, current: KubeObject): JsonObject {
  const next = patched(call, type, current);
  if (!isObject(next)) throw badRequest("the patch does not leave an object");
  const { name } = current.metadata;
  const metadata = isObject(next["metadata"]) ? next["metadata"] : {};
  if (metadata["name"] !== name)
    throw badRequest(
      `the name of the object (${String(metadata["name"])}) does not match the name on the URL (${name})`,
    );
  if (metadata["uid"] !== undefined && metadata["uid"] !== current.metadata.uid)
    throw immutableUid(type, name, metadata["uid"]);
  return placed(checkedFields(call, type, shapeOf(type), next), type, current.metadata.namespace ?? "");
}

/** Kubernetes says it twice: metadata is checked once for itself and once with the object. */
function immutableUid(type: ResourceType, name: string, uid: Json): StatusError {
  const cause = bad("metadata.uid", uid, "field is immutable");
  return invalid(type.kind, type.group, name, [cause, cause]);
}

export function patched(call: ResourceCall, type: ResourceType, current: JsonObject): Json {
  const body = parseBody(call);
  switch (mediaType(call)) {
    case "application/json-patch+json":
      if (!isList(asJson(body)))
        throw badRequest(
          "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp",
        );
      return jsonPatched(current, body);
    case "application/merge-patch+json":
      return mergePatch(current, asJson(body));
    case "application/strategic-merge-patch+json":
      if (type.custom) throw unsupported();
      if (!isObject(body)) throw badRequest("a strategic merge patch must be an object");
      return strategicPatch(shapeOf(type), current, body);
    default:
      throw unsupported();
  }
}

const unsupported = () => new StatusError(415, "UnsupportedMediaType", "415: Unsupported Media Type", {});

function jsonPatched(current: JsonObject, operations: unknown): Json {
  try {
    return jsonPatch(current, Array.isArray(operations) ? operations : []);
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error;
    const message = "the server rejected our request due to an error in our request";
    throw new StatusError(422, "Invalid", message, {});
  }
}

function asJson(value: unknown): Json {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  if (Array.isArray(value)) return value.map(asJson);
  return isObject(value) ? value : null;
}

const mediaType = (call: ResourceCall) => (call.headers["content-type"] ?? "").split(";")[0]?.trim() ?? "";

function apply({ store }: Serving, call: ResourceCall): Answer {
  const { type, namespace, name } = call.target;
  if ((call.query.get("fieldManager") ?? "") === "")
    throw new StatusError(
      422,
      "Invalid",
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      {
        group: "meta.k8s.io",
        kind: "PatchOptions",
        causes: [
          {
            reason: "FieldValueRequired",
            message: "Required value: is required for apply patch",
            field: "fieldManager",
          },
        ],
      },
    );
  const body = decodeBody(call);
  if (body["kind"] !== type.kind || body["apiVersion"] !== apiVersionOf(type))
    throw badRequest(`invalid object type: ${goKind(body)}`);
  const configuration = placed(body, type, namespace);
  const metadata = isObject(configuration["metadata"]) ? configuration["metadata"] : {};
  if (metadata["name"] !== undefined && metadata["name"] !== name)
    throw badRequest(
      `the name of the object (${String(metadata["name"])}) does not match the name on the URL (${name})`,
    );
  const { object, created } = store.apply(
    typeName(type),
    {
      ...configuration,
      apiVersion: apiVersionOf(type),
      metadata: { ...metadata, name, ...(type.namespaced ? { namespace } : {}) },
    },
    { ...writeOptions(call), force: flag(call.query, "force") },
  );
  return ok(presentOne(call, type, object, store.clock.now()), created ? 201 : 200);
}

/** `apps/v1, Kind=Deployment`; the core group is an empty one. */
function goKind(body: JsonObject): string {
  const version = String(body["apiVersion"] ?? "");
  return `${version.includes("/") ? version : `/${version}`}, Kind=${String(body["kind"] ?? "")}`;
}
