import { isObject, type Json, type JsonObject, textAt } from "../json/json.ts";

/** Any object of the API. Everything beyond these four is read by path, because kinds we do not know pass through too. */
export interface KubeObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
}

export interface Metadata extends JsonObject {
  readonly name: string;
}

/** Names an object without holding it. `namespace` is absent for cluster-scoped kinds. */
export interface Ref {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

export function asObject(value: Json | undefined): KubeObject | undefined {
  if (!isObject(value)) return undefined;
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== "string" || typeof kind !== "string" || !isObject(metadata)) return undefined;
  const { name } = metadata;
  return typeof name === "string" ? { ...value, apiVersion, kind, metadata: { ...metadata, name } } : undefined;
}

export function refOf(object: KubeObject): Ref {
  const namespace = textAt(object, "metadata", "namespace");
  const { apiVersion, kind } = object;
  return { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name: object.metadata.name };
}

export const groupOf = (apiVersion: string): string =>
  apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";

/** One text per object, whatever version of its group it was written in: `apps/Deployment shop/frontend`. */
export function keyOf(ref: Ref): string {
  const group = groupOf(ref.apiVersion);
  return `${group === "" ? "" : `${group}/`}${ref.kind} ${ref.namespace === undefined ? "" : `${ref.namespace}/`}${ref.name}`;
}

/** For people: `Deployment frontend`. */
export const titleOf = (ref: Pick<Ref, "kind" | "name">): string => `${ref.kind} ${ref.name}`;

export const uidOf = (object: KubeObject): string => textAt(object, "metadata", "uid") ?? "";
export const versionOf = (object: KubeObject): string => textAt(object, "metadata", "resourceVersion") ?? "";
