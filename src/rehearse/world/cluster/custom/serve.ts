import { timestamp } from "../clock.ts";
import { at } from "../json/path.ts";
import { isObject, objectOr, objectsOf, stringOr } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import type { Store } from "../store/store.ts";
import { typeName } from "../types/resource-type.ts";
import { typesOf } from "./types-of.ts";

const definitions = "customresourcedefinitions.apiextensions.k8s.io";

/** Serves what CustomResourceDefinitions define, from the moment they are made until they are gone. */
export function serveDefinitions(store: Store): () => void {
  return store.subscribe(definitions, ({ action, object, previous }) => {
    const { name } = object.metadata;
    if (action === "DELETED") {
      forget(store, name);
      return;
    }
    if (previous !== undefined && previous["spec"] === object["spec"]) return;
    const since = store.types.all().find((type) => typeName(type) === name)?.since ?? store.resourceVersion();
    store.types.serve(
      name,
      typesOf(object).map((type) => ({ ...type, since })),
    );
    establish(store, object);
  });
}

function forget(store: Store, name: string): void {
  for (const { metadata } of store.list(name)) {
    if (metadata.finalizers !== undefined)
      store.modify(
        name,
        metadata.namespace ?? "",
        metadata.name,
        ({ metadata: { finalizers: _f, ...rest }, ...object }) => ({
          ...object,
          metadata: rest,
        }),
      );
    store.delete(name, metadata.namespace ?? "", metadata.name);
  }
  store.types.withdraw(name);
}

function establish(store: Store, definition: KubeObject): void {
  const spec = objectOr(definition["spec"]);
  const condition = (type: string, reason: string, message: string) => ({
    type,
    status: "True",
    lastTransitionTime: timestamp(store.clock),
    reason,
    message,
  });
  const stored = objectsOf(spec["versions"]).find((version) => version["storage"] === true);
  const status = {
    conditions: [
      condition("NamesAccepted", "NoConflicts", "no conflicts found"),
      condition("Established", "InitialNamesAccepted", "the initial names have been accepted"),
    ],
    acceptedNames: objectOr(at(spec, "names")),
    storedVersions: [stringOr(stored?.["name"], "")],
  };
  const current = store.get(definitions, "", definition.metadata.name);
  if (current === undefined || isObject(at(current, "status", "conditions"))) return;
  store.modify(definitions, "", definition.metadata.name, (object) => ({ ...object, status }), {
    subresource: "status",
    manager: "kube-apiserver",
  });
}
