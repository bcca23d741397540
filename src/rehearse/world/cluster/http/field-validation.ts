import { isObject, type JsonObject } from "../json/value.ts";
import { conform } from "../schema/conform.ts";
import type { Shape } from "../schema/shape.ts";
import { badRequest } from "../status/refusals.ts";
import type { ResourceType } from "../types/resource-type.ts";
import type { Call } from "./call.ts";
import { duplicateFields } from "./duplicate-fields.ts";
import { fieldValidation } from "./options.ts";

type Kind = Pick<ResourceType, "kind" | "version" | "custom">;

/** `fieldValidation=Strict` refuses what it does not know, `Warn` (the default) tells of it, `Ignore` drops it. */
export function checkedFields(call: Call, type: Kind, shape: Shape, object: JsonObject, source?: string): JsonObject {
  const { value, unknown, wrong } = conform(shape, object, type.custom);
  const cannot = `${type.kind} in version ${JSON.stringify(type.version)} cannot be handled as a ${type.kind}: `;
  const [first] = wrong;
  if (first !== undefined && !type.custom) throw badRequest(`${cannot}${first}`);
  report(call, cannot, [
    ...(source === undefined ? [] : duplicateFields(source)).map((path) => `duplicate field ${JSON.stringify(path)}`),
    ...unknown.map((path) => `unknown field ${JSON.stringify(path)}`),
  ]);
  return isObject(value) ? value : object;
}

export function report(call: Call, cannot: string, problems: readonly string[]): void {
  const mode = fieldValidation(call);
  if (problems.length === 0) return;
  if (mode === "Strict") throw badRequest(`${cannot}strict decoding error: ${problems.join(", ")}`);
  if (mode === "Warn") call.warnings.push(...problems);
}
