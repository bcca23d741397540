import { keptAllocations } from "../allocate/allocate.ts";
import { timestamp } from "../clock.ts";
import { withDefaults } from "../defaults/with-defaults.ts";
import { equal } from "../json/equal.ts";
import { put } from "../json/path.ts";
import type { JsonObject } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { conflict, invalid, notFound, staleVersion } from "../status/refusals.ts";
import { type ResourceType, typeName } from "../types/resource-type.ts";
import { validateUpdate } from "../validate/validate.ts";
import { finished } from "./deletion.ts";
import type { Ground } from "./ground.ts";
import { asObjectOf, systemUser } from "./identity.ts";
import { owners, type WriteAs } from "./owners.ts";
import type { WriteOptions } from "./store.ts";

export function update(ground: Ground, type: ResourceType, input: JsonObject, options: WriteOptions): KubeObject {
  const asked = asObjectOf(type, input);
  const { name } = asked.metadata;
  const current = ground.rows.get(typeName(type), type.namespaced ? (asked.metadata.namespace ?? "") : "", name);
  if (current === undefined) throw notFound(type, name);
  refuseStale(type, current, asked);
  return write(ground, type, current, asked, options);
}

/** The part of an update that comes after the version check: also used by apply and patch. */
export function write(
  ground: Ground,
  type: ResourceType,
  current: KubeObject,
  asked: KubeObject,
  options: WriteAs,
): KubeObject {
  const subresource = options.subresource ?? "";
  const prepared = keptAllocations(type, current, withDefaults(type, prepare(type, current, asked, subresource)));
  const admitted =
    ground.admit({
      operation: "UPDATE",
      type: typeName(type),
      namespace: current.metadata.namespace ?? "",
      name: current.metadata.name,
      subresource,
      object: prepared,
      old: current,
      user: options.user ?? systemUser,
      dryRun: options.dryRun === true,
      ...(options.warn === undefined ? {} : { warn: options.warn }),
    }) ?? prepared;
  const complete = admitted === prepared ? prepared : withDefaults(type, admitted);
  // a status write never counts, even where it may change annotations (deployment revisions are written that way)
  const counted = subresource === "status" ? complete : withGeneration(type, current, complete);
  validateUpdate(type, current, counted, subresource);
  const owned = owners(type, current, counted, timestamp(ground.clock), options);
  if (equal(unversioned(owned), unversioned(current))) return current;
  if (options.dryRun) return owned;
  if (finished(type, owned)) return ground.commit("DELETED", typeName(type), owned, current);
  return ground.commit("MODIFIED", typeName(type), owned, current);
}

function refuseStale(type: ResourceType, current: KubeObject, asked: KubeObject): void {
  const { uid, resourceVersion } = asked.metadata;
  const { name } = current.metadata;
  if (uid !== undefined && uid !== current.metadata.uid)
    throw conflict(
      type,
      name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata.uid}`,
    );
  if (resourceVersion !== undefined && resourceVersion !== "0") {
    if (resourceVersion !== current.metadata.resourceVersion) throw conflict(type, name, staleVersion);
  } else if (type.custom || versionNeeded.has(typeName(type))) {
    throw invalid(type.resource, type.group, name, [
      {
        reason: "FieldValueInvalid",
        message: "Invalid value: 0: must be specified for an update",
        field: "metadata.resourceVersion",
      },
    ]);
  }
}

/** The types whose strategy allows no unconditional update. */
const versionNeeded = new Set([
  "leases.coordination.k8s.io",
  "customresourcedefinitions.apiextensions.k8s.io",
  "apiservices.apiregistration.k8s.io",
  "poddisruptionbudgets.policy",
  "mutatingwebhookconfigurations.admissionregistration.k8s.io",
  "validatingwebhookconfigurations.admissionregistration.k8s.io",
]);

/** What an update may change: not the identity, and of spec and status only the one it is for. */
function prepare(type: ResourceType, current: KubeObject, asked: KubeObject, subresource: string): KubeObject {
  const { metadata: old } = current;
  const hasStatus = type.subresources.some((sub) => sub.name === "status");
  if (subresource === "status") {
    const { annotations, managedFields } = asked.metadata;
    const metadata = {
      ...old,
      ...(annotations === undefined || type.custom ? {} : { annotations }),
      ...(managedFields === undefined ? {} : { managedFields }),
    };
    return put({ ...current, metadata }, ["status"], asked["status"]);
  }
  const metadata = {
    ...asked.metadata,
    ...fixed(old, ["uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds"]),
    resourceVersion: old.resourceVersion ?? "",
  };
  const next = { ...asked, metadata };
  return hasStatus && subresource !== "finalize" ? put(next, ["status"], current["status"]) : next;
}

function fixed(metadata: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.flatMap((key) => (metadata[key] === undefined ? [] : [[key, metadata[key]]])));
}

function withGeneration(type: ResourceType, current: KubeObject, next: KubeObject): KubeObject {
  if (type.generation === "none") return next;
  const before = current.metadata.generation ?? 1;
  return put(next, ["metadata", "generation"], specChanged(type, current, next) ? before + 1 : before);
}

function specChanged(type: ResourceType, current: KubeObject, next: KubeObject): boolean {
  switch (type.generation) {
    case "spec":
      return !equal(current["spec"], next["spec"]);
    case "spec and annotations":
      return (
        !equal(current["spec"], next["spec"]) ||
        !equal(current.metadata.annotations ?? {}, next.metadata.annotations ?? {})
      );
    case "all but metadata and status":
      return !equal(body(current), body(next));
    default:
      return false;
  }
}

function body(object: KubeObject): JsonObject {
  const { metadata: _m, status: _s, ...rest } = object;
  return rest;
}

/** An object without what every write changes, so that a write that changes nothing is seen to be none. */
function unversioned(object: KubeObject): JsonObject {
  const { managedFields, resourceVersion: _v, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: { ...metadata, managedFields: managedFields?.map(({ time: _t, ...entry }) => entry) ?? [] },
  };
}
