import { createHash } from "node:crypto";
import { at } from "../../json/path.ts";
import { isObject, type Json, type JsonObject, objectOr, stringsOf } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { controllerReference } from "./owner.ts";
import type { Labels } from "./selector.ts";

const safe = "bcdfghjklmnpqrstvwxz2456789";

/**
 * A short name for a pod template, the same for the same content. Kubernetes hashes Go's own printing of the value;
 * nobody may rely on which letters come out, only on their being few, safe in names, and equal for equal templates.
 */
export function hashOf(value: Json | undefined, salt = 0): string {
  const digest = createHash("sha256")
    .update(`${salt}:${canonical(value)}`)
    .digest();
  return Array.from(digest.subarray(0, 9), (byte) => safe[byte % safe.length]).join("");
}

function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

export interface PodNaming {
  readonly name?: string;
  readonly generateName?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly finalizers?: readonly string[];
}

/** The pod a controller makes from its template. */
export function podOf(owner: KubeObject, template: Json | undefined, naming: PodNaming): JsonObject {
  const labels = { ...stringsOf(at(template, "metadata", "labels")), ...naming.labels };
  const annotations = { ...stringsOf(at(template, "metadata", "annotations")), ...naming.annotations };
  return {
    metadata: {
      namespace: owner.metadata.namespace ?? "",
      ...(naming.name === undefined ? {} : { name: naming.name }),
      ...(naming.generateName === undefined ? {} : { generateName: naming.generateName }),
      labels,
      annotations,
      ...(naming.finalizers === undefined ? {} : { finalizers: naming.finalizers }),
      ownerReferences: [controllerReference(owner)],
    },
    spec: objectOr(at(template, "spec")),
  };
}
