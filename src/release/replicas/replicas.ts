import { withAt, withoutAt } from "../json/change.ts";
import { at, type Json, numberAt, objectAt, objectsAt, textAt } from "../json/json.ts";
import { groupOf, type KubeObject, refOf } from "../kube/object.ts";

/** Where an autoscaler owns `replicas`, the bundle must not; and the field must pass from one to the other without a dip. */
export interface Autoscaler {
  readonly targetKey: string;
  readonly min: number;
  readonly name: string;
}

export function autoscalersIn(objects: readonly KubeObject[]): readonly Autoscaler[] {
  return objects
    .filter(({ kind }) => kind === "HorizontalPodAutoscaler")
    .map((hpa) => ({
      name: hpa.metadata.name,
      min: numberAt(hpa, "spec", "minReplicas") ?? 1,
      targetKey: targetKey(
        textAt(hpa, "spec", "scaleTargetRef", "apiVersion") ?? "",
        textAt(hpa, "spec", "scaleTargetRef", "kind") ?? "",
        refOf(hpa).namespace ?? "",
        textAt(hpa, "spec", "scaleTargetRef", "name") ?? "",
      ),
    }));
}

const targetKey = (apiVersion: string, kind: string, namespace: string, name: string) =>
  `${groupOf(apiVersion)}/${kind}/${namespace}/${name}`;

export function autoscalerOf(object: KubeObject, autoscalers: readonly Autoscaler[]): Autoscaler | undefined {
  const key = targetKey(object.apiVersion, object.kind, refOf(object).namespace ?? "", object.metadata.name);
  return autoscalers.find((one) => one.targetKey === key);
}

/** One server-side apply of the hand-over. `seat` writes only `replicas`, under the second manager. */
export type Step =
  | { readonly as: "main"; readonly object: KubeObject }
  | { readonly as: "seat"; readonly object: KubeObject }
  | { readonly as: "leave"; readonly object: KubeObject };

export interface Names {
  readonly main: string;
  readonly seat: string;
}

/**
 * `live` undefined: the first apply creates with a count, since an object that lacks one begins at 1; then the seat holds
 * the field and the main manager lets go. Live: the seat takes the live value before the main manager lets go. Once the
 * autoscaler has written the field itself, the seat is left.
 */
export function handOver(
  object: KubeObject,
  live: KubeObject | undefined,
  scaler: Autoscaler,
  names: Names,
): readonly Step[] {
  const bare = without(object);
  if (live === undefined) {
    const count = Math.max(scaler.min, numberAt(object, "spec", "replicas") ?? scaler.min);
    return [
      { as: "main", object: withReplicas(object, count) },
      { as: "seat", object: seat(object, count) },
      { as: "main", object: bare },
    ];
  }
  const owners = ownersOfReplicas(live);
  const scaled = owners.some(({ manager, subresource }) => subresource === "scale" && !isOurManager(manager, names));
  if (scaled) {
    const leave: readonly Step[] = owners.some(({ manager }) => manager === names.seat)
      ? [{ as: "leave", object: empty(object) }]
      : [];
    return [{ as: "main", object: bare }, ...leave];
  }
  if (owners.some(({ manager }) => manager === names.seat) && !owners.some(({ manager }) => manager === names.main))
    return [{ as: "main", object: bare }];
  return [
    { as: "seat", object: seat(object, numberAt(live, "spec", "replicas") ?? 1) },
    { as: "main", object: bare },
  ];
}

const isOurManager = (manager: string, names: Names) => manager === names.main || manager === names.seat;

/** Who wrote `spec.replicas`, by the object's managed fields. */
export function ownersOfReplicas(
  live: KubeObject,
): readonly { readonly manager: string; readonly subresource: string }[] {
  return objectsAt(live, "metadata", "managedFields")
    .filter((entry) => at(entry, "fieldsV1", "f:spec", "f:replicas") !== undefined)
    .map((entry) => ({ manager: textAt(entry, "manager") ?? "", subresource: textAt(entry, "subresource") ?? "" }));
}

export const without = (object: KubeObject): KubeObject => keep(object, withoutAt(object, ["spec", "replicas"]));
export const withReplicas = (object: KubeObject, count: number): KubeObject =>
  keep(object, withAt(object, ["spec", "replicas"], count));

function seat(object: KubeObject, count: number): KubeObject {
  return { ...empty(object), spec: { replicas: count } };
}

/** Nothing but the name: applied, it gives up every field its manager held. */
function empty(object: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = object;
  const namespace = refOf(object).namespace;
  return { apiVersion, kind, metadata: { name: metadata.name, ...(namespace === undefined ? {} : { namespace }) } };
}

function keep(object: KubeObject, changed: Readonly<Record<string, Json | undefined>>): KubeObject {
  return { ...changed, apiVersion: object.apiVersion, kind: object.kind, metadata: object.metadata };
}

export const specOf = (object: KubeObject) => objectAt(object, "spec");
