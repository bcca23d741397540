import { at } from "../../../json/path.ts";
import { isObject, type Json, type JsonObject, objectsOf, stringOr, stringsOf } from "../../../json/value.ts";
import type { KubeObject } from "../../../object.ts";
import { fieldOf } from "./field.ts";

/** Reads a ConfigMap or a Secret of the pod's namespace. */
export type Sources = (type: "configmaps" | "secrets", name: string) => KubeObject | undefined;

export type Environment =
  | { readonly ok: true; readonly variables: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly message: string };

export function valuesOf(source: KubeObject): Readonly<Record<string, string>> {
  if (source.kind !== "Secret") return stringsOf(source["data"]);
  return Object.fromEntries(
    Object.entries(stringsOf(source["data"])).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
  );
}

const kinds = { configmaps: "ConfigMap", secrets: "Secret" } as const;
const lower = { configmaps: "configmap", secrets: "secret" } as const;

/** The variables of a container, references resolved, `$(NAME)` replaced; or why kubelet would not create it. */
export function environmentOf(pod: KubeObject, container: JsonObject, sources: Sources): Environment {
  const variables: Record<string, string> = {};
  for (const from of objectsOf(container["envFrom"])) {
    const prefix = stringOr(from["prefix"], "");
    for (const [type, ref] of references(from)) {
      const name = stringOr(ref["name"], "");
      const source = sources(type, name);
      if (source === undefined) {
        if (ref["optional"] === true) continue;
        return { ok: false, message: `${lower[type]} "${name}" not found` };
      }
      for (const [key, value] of Object.entries(valuesOf(source))) variables[`${prefix}${key}`] = value;
    }
  }
  for (const entry of objectsOf(container["env"])) {
    const name = stringOr(entry["name"], "");
    const from = entry["valueFrom"];
    if (!isObject(from)) {
      variables[name] = expanded(stringOr(entry["value"], ""), variables);
      continue;
    }
    const value = valueFrom(pod, container, from, sources);
    if (typeof value === "string") variables[name] = value;
    else if (value !== undefined) return value;
  }
  return { ok: true, variables };
}

function* references(from: JsonObject): Iterable<readonly ["configmaps" | "secrets", JsonObject]> {
  const map = from["configMapRef"];
  const secret = from["secretRef"];
  if (isObject(map)) yield ["configmaps", map];
  if (isObject(secret)) yield ["secrets", secret];
}

function valueFrom(
  pod: KubeObject,
  container: JsonObject,
  from: JsonObject,
  sources: Sources,
): string | { readonly ok: false; readonly message: string } | undefined {
  const field = at(from, "fieldRef", "fieldPath");
  if (typeof field === "string") return fieldOf(pod, field);
  const resource = at(from, "resourceFieldRef", "resource");
  if (typeof resource === "string") return stringOr(at(container, "resources", ...resource.split(".")), "0");
  return (
    keyOf(pod, "configmaps", from["configMapKeyRef"], sources) ?? keyOf(pod, "secrets", from["secretKeyRef"], sources)
  );
}

function keyOf(
  pod: KubeObject,
  type: "configmaps" | "secrets",
  reference: Json | undefined,
  sources: Sources,
): string | { readonly ok: false; readonly message: string } | undefined {
  if (!isObject(reference)) return undefined;
  const name = stringOr(reference["name"], "");
  const key = stringOr(reference["key"], "");
  const optional = reference["optional"] === true;
  const source = sources(type, name);
  if (source === undefined) return optional ? undefined : { ok: false, message: `${lower[type]} "${name}" not found` };
  const value = valuesOf(source)[key];
  if (value !== undefined || optional) return value;
  const where = `${pod.metadata.namespace ?? ""}/${name}`;
  return { ok: false, message: `couldn't find key ${key} in ${kinds[type]} ${where}` };
}

/** `$(HOST):$(PORT)` in → values that came before; `$$(X)` stays `$(X)`; what is unknown stays as written. */
export function expanded(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$(\$|\(([-._a-zA-Z0-9]+)\))/g, (whole, first: string, name: string | undefined) => {
    if (first === "$") return "$";
    return name === undefined ? whole : (variables[name] ?? whole);
  });
}
