/**
 * Bodies in protobuf, which kubectl's typed commands send (`create configmap`, `create job`, `auth can-i`), as JSON.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
 */
import { isObject, type Json, type JsonObject } from "../json/value.ts";
import { kinds } from "../schema/schema.gen.ts";
import { shapeOfKind } from "../schema/schemas.ts";
import type { Shape } from "../schema/shape.ts";
import { messages } from "./messages.gen.ts";
import { special } from "./special.ts";
import { wireValues } from "./wire.ts";

const magic = Buffer.from([0x6b, 0x38, 0x73, 0x00]);

/** Undefined: not protobuf, or of a kind that is not known. */
export function decodeProtobuf(body: Buffer): JsonObject | undefined {
  if (!body.subarray(0, 4).equals(magic)) return undefined;
  const envelope = wireValues(body.subarray(4));
  const part = (field: number) => envelope.find((one) => one.field === field)?.value;
  const [meta, raw] = [part(1), part(2)];
  if (!Buffer.isBuffer(meta)) return undefined;
  const texts = wireValues(meta).map((one) => [one.field, String(one.value)] as const);
  const apiVersion = texts.find(([field]) => field === 1)?.[1] ?? "";
  const kind = texts.find(([field]) => field === 2)?.[1] ?? "";
  const name = kinds[`${apiVersion}/${kind}`] ?? (kind === "DeleteOptions" ? "meta.v1.DeleteOptions" : undefined);
  if (name === undefined) return undefined;
  const object = Buffer.isBuffer(raw) ? message(name, raw, shapeOfKind(`${apiVersion}/${kind}`)) : {};
  return { ...(isObject(object) ? object : {}), apiVersion, kind };
}

interface Field {
  readonly name: string;
  readonly repeated: boolean;
  readonly map: boolean;
  readonly type: string;
}

const parsed = new Map<string, ReadonlyMap<number, Field>>();

function fieldsOf(name: string): ReadonlyMap<number, Field> {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const fields = (messages[name] ?? "").split(" ").flatMap((text) => {
    const found = /^(\w+)=(\d+)([*{]?)(.+)$/.exec(text);
    if (found === null) return [];
    const [, field = "", number, label, type = ""] = found;
    return [[Number(number), { name: field, repeated: label === "*", map: label === "{", type }] as const];
  });
  const table = new Map(fields);
  parsed.set(name, table);
  return table;
}

function message(name: string, bytes: Buffer, shape: Shape | undefined): Json | undefined {
  const known = special(name, bytes);
  if (known !== undefined) return known.value;
  const result: Record<string, Json | undefined> = {};
  const table = fieldsOf(name);
  for (const { field, value } of wireValues(bytes)) {
    const of = table.get(field);
    if (of === undefined) continue;
    const inner = shapeOf(shape, of.name);
    const inlined = inner === undefined && of.type.startsWith(">") && shape?.kind === "struct";
    if (of.map) result[of.name] = { ...existing(result[of.name]), ...entry(of, value, inner) };
    else if (of.repeated) result[of.name] = [...list(result[of.name]), one(of.type, value, itemsOf(inner)) ?? null];
    else if (inlined) Object.assign(result, existing(one(of.type, value, shape)));
    else if (!leftOut(of.name, value)) result[of.name] = one(of.type, value, inner);
  }
  return result;
}

const existing = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

function shapeOf(shape: Shape | undefined, name: string): Shape | undefined {
  return shape?.kind === "struct" ? shape.fields.get(name)?.shape() : undefined;
}

const itemsOf = (shape: Shape | undefined) => (shape?.kind === "list" ? shape.items() : undefined);

function one(type: string, value: number | Buffer, shape: Shape | undefined): Json | undefined {
  if (typeof value === "number") return type === "b" ? value !== 0 : value;
  if (type.startsWith(">")) return message(type.slice(1), value, shape);
  return type === "y" ? value.toString("base64") : value.toString("utf8");
}

function entry(of: Field, value: number | Buffer, shape: Shape | undefined): JsonObject {
  if (!Buffer.isBuffer(value)) return {};
  const parts = wireValues(value);
  const key = String(parts.find((part) => part.field === 1)?.value ?? "");
  const inner = shape?.kind === "map" ? shape.values() : undefined;
  const given = parts.find((part) => part.field === 2)?.value ?? Buffer.alloc(0);
  return { [key]: one(of.type, given, inner) };
}

/** The fields that Go holds by pointer: their zero is meant. All others are written even when nobody set them. */
const meant = new Set([
  ..."replicas minReplicas parallelism completions backoffLimit suspend terminationGracePeriodSeconds".split(" "),
  ..."ttlSecondsAfterFinished revisionHistoryLimit automountServiceAccountToken enableServiceLinks immutable".split(
    " ",
  ),
  ..."runAsNonRoot runAsUser runAsGroup allowPrivilegeEscalation readOnlyRootFilesystem privileged partition".split(
    " ",
  ),
  ..."defaultMode optional gracePeriodSeconds successfulJobsHistoryLimit failedJobsHistoryLimit blockOwnerDeletion".split(
    " ",
  ),
  ..."controller manualSelector allocateLoadBalancerNodePorts stabilizationWindowSeconds value intVal".split(" "),
]);

function leftOut(name: string, value: number | Buffer): boolean {
  if (typeof value === "number") return value === 0 && !meant.has(name);
  return value.length === 0 && !structs.has(name);
}

/** An empty message may be all there is to say. */
const structs = new Set([
  "emptyDir",
  "podSelector",
  "namespaceSelector",
  "spec",
  "template",
  "metadata",
  "securityContext",
]);
