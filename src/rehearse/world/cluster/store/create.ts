import { allocated } from "../allocate/allocate.ts";
import { timestamp } from "../clock.ts";
import { withDefaults } from "../defaults/with-defaults.ts";
import { put } from "../json/path.ts";
import type { JsonObject } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { alreadyExists, forbidden, notFound } from "../status/refusals.ts";
import { StatusError } from "../status/status-error.ts";
import { type ResourceType, typeName } from "../types/resource-type.ts";
import { validateCreate } from "../validate/validate.ts";
import type { Ground } from "./ground.ts";
import { asObjectOf, suffix, systemUser } from "./identity.ts";
import { owners, type WriteAs } from "./owners.ts";

export function create(ground: Ground, type: ResourceType, input: JsonObject, options: WriteAs): KubeObject {
  const asked = asObjectOf(type, input);
  if (asked.metadata.resourceVersion !== undefined)
    throw new StatusError(500, "", "resourceVersion should not be set on objects to be created");
  const namespace = type.namespaced ? (asked.metadata.namespace ?? "") : "";
  if (type.namespaced) refuseWithoutNamespace(ground, type, namespace, asked.metadata.name);
  const named = nameOf(asked);
  const born = newborn(ground, type, { ...asked, metadata: { ...asked.metadata, name: named } });
  const defaulted = withDefaults(type, born);
  // Whose a field is, is settled before anything but the writer and the defaults had a hand in it.
  const owned = allocated(type, owners(type, undefined, defaulted, timestamp(ground.clock), options));
  const admitted = ground.admit({
    operation: "CREATE",
    type: typeName(type),
    namespace,
    name: named,
    subresource: "",
    object: owned,
    user: options.user ?? systemUser,
    dryRun: options.dryRun === true,
    ...(options.warn === undefined ? {} : { warn: options.warn }),
  });
  const complete = admitted === undefined || admitted === owned ? owned : withDefaults(type, admitted);
  validateCreate(type, complete);
  if (ground.rows.get(typeName(type), namespace, named) !== undefined) throw alreadyExists(type, named);
  return options.dryRun ? complete : ground.commit("ADDED", typeName(type), complete);
}

function nameOf(object: KubeObject): string {
  const { name, generateName } = object.metadata;
  if (name !== "" || generateName === undefined || generateName === "") return name;
  return `${generateName.slice(0, 58)}${suffix(Math.random)}`;
}

/** The fields that only the server sets, set; and no status, which a creation cannot bring where it is a subresource. */
function newborn(ground: Ground, type: ResourceType, object: KubeObject): KubeObject {
  const {
    deletionTimestamp: _d,
    deletionGracePeriodSeconds: _g,
    generation: _n,
    managedFields: _m,
    ...kept
  } = object.metadata;
  const metadata = {
    ...kept,
    uid: ground.uid(),
    creationTimestamp: timestamp(ground.clock),
    ...(type.generation === "none" ? {} : { generation: 1 }),
  };
  if (!type.namespaced) Reflect.deleteProperty(metadata, "namespace");
  const born = { ...object, metadata };
  const hasStatus = type.subresources.some((sub) => sub.name === "status");
  return hasStatus ? put(born, ["status"], undefined) : born;
}

function refuseWithoutNamespace(ground: Ground, type: ResourceType, namespace: string, name: string): void {
  const found = ground.rows.get("namespaces", "", namespace);
  if (found === undefined) throw notFound({ group: "", resource: "namespaces" }, namespace);
  if (found.metadata.deletionTimestamp === undefined) return;
  const refusal = forbidden(
    type,
    name,
    `unable to create new content in namespace ${namespace} because it is being terminated`,
  );
  throw new StatusError(refusal.code, refusal.reason, refusal.message, {
    ...refusal.details,
    causes: [
      {
        reason: "NamespaceTerminating",
        message: `namespace ${namespace} is being terminated`,
        field: "metadata.namespace",
      },
    ],
  });
}
