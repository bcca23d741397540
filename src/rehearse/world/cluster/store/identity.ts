/** Who writes when nobody is named, and what a write's input must be before it is an object of the store. */

import { isObject, type JsonObject } from "../json/value.ts";
import { isKubeObject, type KubeObject } from "../object.ts";
import { conform } from "../schema/conform.ts";
import { shapeOf } from "../schema/shape-of.ts";
import { badRequest } from "../status/refusals.ts";
import { apiVersionOf, type ResourceType } from "../types/resource-type.ts";
import type { User } from "./store.ts";

export const systemUser: User = { name: "system:apiserver", groups: ["system:masters", "system:authenticated"] };

/** The input as an object of the type: kind and apiVersion filled in, metadata present. */
export function asObjectOf(type: ResourceType, input: JsonObject): KubeObject {
  const apiVersion = apiVersionOf(type);
  const { value, wrong } = conform(shapeOf(type), input, type.custom);
  const [first] = wrong;
  // A custom resource is checked against its schema later, field by field.
  if (first !== undefined && !type.custom)
    throw badRequest(`${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: ${first}`);
  const fitting = isObject(value) ? value : {};
  const metadata = isObject(fitting["metadata"]) ? fitting["metadata"] : {};
  const object = {
    ...fitting,
    kind: type.kind,
    apiVersion,
    metadata: { ...withoutEmpty(metadata), name: metadata["name"] ?? "" },
  };
  if (!isKubeObject(object))
    throw badRequest(
      `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: metadata has a field of the wrong type`,
    );
  return object;
}

/** Go's `omitempty`: metadata never carries nulls, empty strings, lists or maps. */
function withoutEmpty(metadata: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(metadata).filter(([, value]) => {
      if (value === null || value === undefined || value === "") return false;
      if (Array.isArray(value)) return value.length > 0;
      return !isObject(value) || Object.keys(value).length > 0;
    }),
  );
}

const alphabet = "bcdfghjklmnpqrstvwxz2456789";

/** Five characters without vowels, so that no word arises by chance. */
export function suffix(random: () => number): string {
  return Array.from({ length: 5 }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
}
