import { apply } from "../apply/apply.ts";
import { misfits } from "../apply/fits.ts";
import { ownedByLastApplied, refreshLastApplied, upgradingManager } from "../apply/last-applied.ts";
import { type Owner, readOwners, writeOwners } from "../apply/owners.ts";
import { track } from "../apply/track-write.ts";
import { ApplyTypeError } from "../apply/type-error.ts";
import { timestamp } from "../clock.ts";
import { put } from "../json/path.ts";
import { isObject, type JsonObject } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { shapeOf } from "../schema/shape-of.ts";
import { badRequest, conflict, notFound, staleVersion } from "../status/refusals.ts";
import { StatusError } from "../status/status-error.ts";
import { apiVersionOf, type ResourceType, typeName } from "../types/resource-type.ts";
import { create } from "./create.ts";
import type { Ground } from "./ground.ts";
import { asObjectOf } from "./identity.ts";
import type { Applied, ApplyOptions } from "./store.ts";
import { write } from "./update.ts";

export function applyConfiguration(
  ground: Ground,
  type: ResourceType,
  configuration: JsonObject,
  options: ApplyOptions,
): Applied {
  const { subresource = "" } = options;
  const wrong = misfits(shapeOf(type), configuration);
  if (wrong.length > 0) throw untyped(type, configuration, wrong);
  const asked = asObjectOf(type, configuration);
  const { name, namespace = "" } = asked.metadata;
  if (asked.metadata.managedFields !== undefined) throw badRequest("metadata.managedFields must be nil");
  const live = ground.rows.get(typeName(type), type.namespaced ? namespace : "", name);
  if (live === undefined && subresource !== "") throw notFound(type, name);
  refuseOther(type, asked, live);
  const outcome = outcomeOf(ground, type, written(type, configuration, subresource), live, options);
  const managedFields = writeOwners(outcome.owners);
  const object = put(outcome.object, ["metadata", "managedFields"], undefined);
  if (live === undefined)
    return { object: create(ground, type, unversioned(object), { ...options, managedFields }), created: true };
  return { object: write(ground, type, live, asObjectOf(type, object), { ...options, managedFields }), created: false };
}

const unversioned = (object: JsonObject) => put(object, ["metadata", "resourceVersion"], undefined);

/** Only what this endpoint writes: no status on the main resource, nothing but status on the other. */
function written(type: ResourceType, configuration: JsonObject, subresource: string): JsonObject {
  const { spec: _s, status, ...rest } = configuration;
  if (subresource === "status") {
    const { labels: _l, ...metadata } = isObject(rest["metadata"]) ? rest["metadata"] : {};
    return { apiVersion: apiVersionOf(type), kind: type.kind, metadata, ...(status === undefined ? {} : { status }) };
  }
  const hasStatus = type.subresources.some((sub) => sub.name === "status");
  return hasStatus ? put(configuration, ["status"], undefined) : configuration;
}

function outcomeOf(
  ground: Ground,
  type: ResourceType,
  configuration: JsonObject,
  live: KubeObject | undefined,
  options: ApplyOptions,
) {
  const shape = shapeOf(type);
  const time = timestamp(ground.clock);
  const empty = { apiVersion: apiVersionOf(type), kind: type.kind, metadata: {} };
  const before = live ?? empty;
  const { manager, force = false, subresource = "" } = options;
  try {
    const outcome = apply({
      shape,
      live: before,
      owners: live === undefined ? [] : ownersOf(type, live, time),
      configuration,
      applier: { manager, operation: "Apply", apiVersion: apiVersionOf(type), subresource },
      time,
      force: force || manager !== upgradingManager ? force : ownedByLastApplied(shape, before),
    });
    if (manager !== upgradingManager) return outcome;
    return { ...outcome, object: refreshLastApplied(outcome.object, configuration) };
  } catch (error) {
    throw error instanceof ApplyTypeError ? untyped(type, configuration, [error]) : error;
  }
}

/** What was there before anyone applied belongs to `before-first-apply`. */
function ownersOf(type: ResourceType, live: KubeObject, time: string): readonly Owner[] {
  const owners = readOwners(live);
  if (owners.length > 0) return owners;
  return track(type, undefined, live, { manager: "before-first-apply", subresource: "", time }, []);
}

function refuseOther(type: ResourceType, asked: KubeObject, live: KubeObject | undefined): void {
  const { name, uid, resourceVersion } = asked.metadata;
  if (live === undefined) {
    if (uid !== undefined)
      throw conflict(
        type,
        name,
        `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
      );
    return;
  }
  if (uid !== undefined && uid !== live.metadata.uid)
    throw conflict(
      type,
      name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${live.metadata.uid}`,
    );
  if (resourceVersion !== undefined && resourceVersion !== live.metadata.resourceVersion)
    throw conflict(type, name, staleVersion);
}

function untyped(type: ResourceType, configuration: JsonObject, errors: readonly ApplyTypeError[]): StatusError {
  const metadata = isObject(configuration["metadata"]) ? configuration["metadata"] : {};
  const place = [metadata["namespace"], metadata["name"]].filter((part) => typeof part === "string").join("/");
  const messages = errors.map((error) => error.message);
  const text = messages.length === 1 ? messages[0] : `errors:\n${messages.map((line) => `  ${line}`).join("\n")}`;
  return new StatusError(
    500,
    "",
    `failed to create typed patch object (${place.includes("/") ? place : `/${place}`}; ${type.group}/${type.version}, Kind=${type.kind}): ${text}`,
  );
}
