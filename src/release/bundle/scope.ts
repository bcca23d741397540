import { textAt } from "../json/json.ts";
import { type KubeObject, keyOf, refOf, titleOf } from "../kube/object.ts";
import type { Find } from "../kube/resources.ts";
import { definedKinds } from "./definition.ts";

export interface Scope {
  /** Where objects without a namespace go, and the only others allowed. */
  readonly namespace: string;
  readonly namespaces: readonly string[];
  readonly clusterKinds: readonly string[];
  readonly createNamespace: boolean;
}

/** Gives each namespaced object its namespace and names everything that lies outside of what this deploy may touch. */
export async function placeObjects(
  objects: readonly KubeObject[],
  scope: Scope,
  find: Find,
): Promise<{
  readonly objects: readonly KubeObject[];
  readonly problems: readonly string[];
  readonly undiscovered: ReadonlySet<string>;
}> {
  const ownKinds = new Map(
    definedKinds(objects).map(({ apiVersion, kind, namespaced }) => [`${apiVersion} ${kind}`, namespaced]),
  );
  const problems: string[] = [];
  const undiscovered = new Set<string>();
  const placed: KubeObject[] = [];
  for (const object of objects) {
    const title = titleOf(refOf(object));
    const found = await find(object.apiVersion, object.kind);
    const namespaced = found?.namespaced ?? ownKinds.get(`${object.apiVersion} ${object.kind}`);
    if (namespaced === undefined) {
      problems.push(
        `${title}: the cluster knows no ${object.kind} in ${object.apiVersion}, and the bundle defines none`,
      );
      continue;
    }
    if (textAt(object, "metadata", "generateName") !== undefined && object.metadata.name === "")
      problems.push(`${title}: an object without a name cannot be applied`);
    const there = namespaced ? inNamespace(object, scope.namespace) : object;
    if (found === undefined) undiscovered.add(keyOf(refOf(there)));
    const namespace = refOf(there).namespace;
    if (
      namespaced &&
      namespace !== undefined &&
      namespace !== scope.namespace &&
      !scope.namespaces.includes(namespace)
    ) {
      problems.push(
        `${title} is in namespace ${namespace}; this deploy may touch ${[scope.namespace, ...scope.namespaces].join(", ")}: name it in \`namespaces\` if it belongs here`,
      );
    }
    const allowed = scope.clusterKinds.includes(object.kind) || (object.kind === "Namespace" && scope.createNamespace);
    if (!namespaced && !allowed)
      problems.push(
        `${title} is cluster-scoped: an administrator applies it once (k8s/bootstrap), or \`cluster-kinds\` names ${object.kind}`,
      );
    placed.push(there);
  }
  const twice = placed.map((object) => keyOf(refOf(object))).filter((key, index, all) => all.indexOf(key) !== index);
  problems.push(...[...new Set(twice)].map((key) => `${key} is in the bundle twice`));
  return { objects: placed, problems, undiscovered };
}

function inNamespace(object: KubeObject, fallback: string): KubeObject {
  return refOf(object).namespace === undefined
    ? { ...object, metadata: { ...object.metadata, namespace: fallback } }
    : object;
}
