import * as v from "valibot";
import { ReleaseError } from "../error.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { asObject, type KubeObject } from "../kube/object.ts";
import type { ReleaseRecord } from "./record.ts";

const json = v.custom<Json>((value) => value !== undefined);
const jsonObject = v.custom<JsonObject>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);
const object = v.pipe(
  jsonObject,
  v.rawTransform(({ dataset, addIssue, NEVER }): KubeObject => {
    const parsed = asObject(dataset.value);
    if (parsed !== undefined) return parsed;
    addIssue({ message: "expected a Kubernetes object with apiVersion, kind and metadata.name" });
    return NEVER;
  }),
);
const ref = v.pipe(
  v.object({ apiVersion: v.string(), kind: v.string(), namespace: v.optional(v.string()), name: v.string() }),
  v.transform(({ namespace, ...rest }) => (namespace === undefined ? rest : { ...rest, namespace })),
);

const schema = v.object({
  schema: v.literal(1),
  id: v.string(),
  app: v.string(),
  environment: v.string(),
  namespaces: v.array(v.string()),
  objects: v.array(object),
  secrets: v.array(v.object({ ref, keys: v.array(v.string()), digest: v.string() })),
  workloads: v.array(v.object({ ref, release: v.string(), images: v.record(v.string(), v.string()) })),
  images: v.array(v.object({ name: v.string(), digest: v.string(), scan: v.exactOptional(jsonObject) })),
  scansRequired: v.boolean(),
  prune: v.object({ refs: v.array(v.object({ ref, uid: v.string() })), cap: v.number() }),
  takenOver: v.array(v.string()),
  run: v.record(v.string(), v.string()),
  gate: v.exactOptional(json),
});

export function parseRecord(value: Json): ReleaseRecord {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  throw new ReleaseError(
    "record",
    `a release record cannot be read: ${v.summarize(parsed.issues)}`,
    "it was written by a newer tidegate or edited by hand; choose another release",
  );
}
