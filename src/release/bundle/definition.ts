import { at, objectsAt, textAt } from "../json/json.ts";
import type { KubeObject } from "../kube/object.ts";

/** A kind that a CustomResourceDefinition brings, in one of its versions. */
export interface DefinedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly served: boolean;
}

/** What the definitions among these bring: `stable.example.com/v1`, `CronTab`. */
export const definedKinds = (objects: readonly KubeObject[]): readonly DefinedKind[] =>
  objects.filter(({ kind }) => kind === "CustomResourceDefinition").flatMap(kindsOf);

const kindsOf = ({ spec }: KubeObject): readonly DefinedKind[] =>
  objectsAt(spec, "versions").map((version) => ({
    apiVersion: `${textAt(spec, "group") ?? ""}/${textAt(version, "name") ?? ""}`,
    kind: textAt(spec, "names", "kind") ?? "",
    namespaced: textAt(spec, "scope") !== "Cluster",
    served: at(version, "served") === true,
  }));
