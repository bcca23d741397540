import type { Identity } from "../identity/identity.ts";
import {
  commitAnnotation,
  epochAnnotation,
  imageAnnotation,
  isOurs,
  labels,
  releaseAnnotation,
} from "../identity/marks.ts";
import { jobName } from "../identity/names.ts";
import { mapAt, objectAt } from "../json/json.ts";
import type { KubeObject } from "../kube/object.ts";
import { containersOf, markTemplate, templatePath } from "./template.ts";

export interface Stamp {
  readonly identity: Identity;
  readonly release: string;
  readonly commit?: string;
}

/** Both labels on the object; on its pods too, so that they can be listed and watched by them. */
export function stampObject(object: KubeObject, { identity }: Pick<Stamp, "identity">): KubeObject {
  const marked = {
    ...object,
    metadata: { ...object.metadata, labels: { ...objectAt(object, "metadata", "labels"), ...labels(identity) } },
  };
  return markTemplate(marked, labels(identity), {});
}

/** Which release last wrote the object, and under which epoch of the lease: set at each apply, recorded at none. */
export function stampWritten(object: KubeObject, release: string, epoch: number): KubeObject {
  const annotations = {
    ...objectAt(object, "metadata", "annotations"),
    [releaseAnnotation]: release,
    [epochAnnotation]: String(epoch),
  };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** The template names the release that last changed it, so that services can say what they are (downward API). */
export function stampTemplate(object: KubeObject, stamp: Stamp): KubeObject {
  if (templatePath(object) === undefined || object.kind === "Pod") return object;
  const images = containersOf(object).map(({ name, image }) => [imageAnnotation(name), image] as const);
  return markTemplate(
    object,
    {},
    {
      [releaseAnnotation]: stamp.release,
      ...(stamp.commit === undefined ? {} : { [commitAnnotation]: stamp.commit }),
      ...Object.fromEntries(images),
    },
  );
}

/** Our annotations on a pod template, as they are live: what an unchanged template keeps. */
export function templateMarks(object: KubeObject): Readonly<Record<string, string>> {
  const path = templatePath(object);
  if (path === undefined) return {};
  const annotations = mapAt(object, ...path, "metadata", "annotations");
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => isOurs(key)));
}

/** A Job runs once per release, under that release's name. */
export function nameJob(object: KubeObject, release: string): KubeObject {
  if (object.kind !== "Job") return object;
  return { ...object, metadata: { ...object.metadata, name: jobName(object.metadata.name, release) } };
}
