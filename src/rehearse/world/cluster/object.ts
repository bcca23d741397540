import { isList, isObject, type Json, type JsonObject } from "./json/value.ts";

export interface OwnerReference extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

export interface ManagedFieldsEntry extends JsonObject {
  readonly manager: string;
  readonly operation: string;
  readonly apiVersion: string;
  readonly time?: string;
  readonly fieldsType: string;
  readonly fieldsV1: JsonObject;
  readonly subresource?: string;
}

export interface ObjectMeta extends JsonObject {
  readonly name: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
  readonly managedFields?: readonly ManagedFieldsEntry[];
}

/** Any object of the API. The store gives no other: what it keeps has passed `isKubeObject`. */
export interface KubeObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

const optional = (value: Json | undefined, type: "string" | "number") => value === undefined || typeof value === type;
const strings = (value: Json | undefined) =>
  value === undefined || (isObject(value) && Object.values(value).every((item) => typeof item === "string"));

function isMeta(value: Json | undefined): value is ObjectMeta {
  return (
    isObject(value) &&
    typeof value["name"] === "string" &&
    ["generateName", "namespace", "uid", "resourceVersion", "creationTimestamp", "deletionTimestamp"].every((key) =>
      optional(value[key], "string"),
    ) &&
    optional(value["generation"], "number") &&
    strings(value["labels"]) &&
    strings(value["annotations"]) &&
    ["ownerReferences", "finalizers", "managedFields"].every((k) => value[k] === undefined || isList(value[k]))
  );
}

export function isKubeObject(value: Json | undefined): value is KubeObject {
  return (
    isObject(value) &&
    typeof value["apiVersion"] === "string" &&
    typeof value["kind"] === "string" &&
    isMeta(value["metadata"])
  );
}

export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true);
}
