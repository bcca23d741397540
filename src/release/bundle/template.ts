import { withAt } from "../json/change.ts";
import { type JsonObject, objectAt, objectsAt, textAt } from "../json/json.ts";
import type { KubeObject } from "../kube/object.ts";

/** Where each kind keeps its pod template. */
const templates: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
  Pod: [],
};

export function templatePath(object: KubeObject): readonly string[] | undefined {
  return Object.hasOwn(templates, object.kind) ? templates[object.kind] : undefined;
}

/** The kinds whose pods stay: smoke looks for them, and an unchanged template must not restart them. */
export const isWorkload = (object: KubeObject): boolean =>
  object.kind === "Deployment" || object.kind === "StatefulSet" || object.kind === "DaemonSet";

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly init: boolean;
}

export function containersOf(object: KubeObject): readonly Container[] {
  const path = templatePath(object);
  if (path === undefined) return [];
  const spec = objectAt(object, ...path, "spec");
  const read = (list: readonly JsonObject[], init: boolean) =>
    list.map((one) => ({ name: textAt(one, "name") ?? "", image: textAt(one, "image") ?? "", init }));
  return [...read(objectsAt(spec, "initContainers"), true), ...read(objectsAt(spec, "containers"), false)];
}

/** A copy whose pod template (for a Pod: the object itself) carries these labels and annotations besides its own. */
export function markTemplate(
  object: KubeObject,
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>>,
): KubeObject {
  const path = templatePath(object);
  if (path === undefined) return object;
  const metadata = objectAt(object, ...path, "metadata");
  const marked = {
    ...metadata,
    labels: { ...objectAt(metadata, "labels"), ...labels },
    annotations: { ...objectAt(metadata, "annotations"), ...annotations },
  };
  return {
    ...object,
    ...withAt(object, [...path, "metadata"], marked),
    metadata: path.length === 0 ? { ...object.metadata, ...marked } : object.metadata,
    apiVersion: object.apiVersion,
    kind: object.kind,
  };
}
