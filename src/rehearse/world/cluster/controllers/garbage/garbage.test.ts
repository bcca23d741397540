import { expect, test } from "vitest";
import { deployment, namespace, type Stage, stage } from "../testing/stage.ts";

function family(
  here: Stage,
  more: { readonly blockOwnerDeletion?: boolean; readonly finalizers?: readonly string[] } = {},
) {
  const { finalizers, ...reference } = more;
  const owner = here.store.create("configmaps", { metadata: { name: "owner", namespace } });
  const uid = owner.metadata.uid ?? "";
  here.store.create("configmaps", {
    metadata: {
      name: "child",
      namespace,
      ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name: "owner", uid, ...reference }],
      ...(finalizers === undefined ? {} : { finalizers }),
    },
  });
  here.settle();
}
const names = (here: Stage) =>
  here.store
    .list("configmaps", { namespace })
    .map((one) => one.metadata.name)
    .filter((name) => !name.includes("."));

test("what it owned goes with it", () => {
  const here = stage();
  family(here);
  here.store.delete("configmaps", namespace, "owner");
  here.settle();
  expect(names(here)).toEqual([]);
});

test("Orphan keeps it, without the reference", () => {
  const here = stage();
  family(here);
  here.store.delete("configmaps", namespace, "owner", { propagation: "Orphan" });
  here.settle();
  expect(names(here)).toEqual(["child"]);
  expect(here.get("configmaps", "child").metadata.ownerReferences ?? []).toEqual([]);
});

test("Foreground waits for what blocks it", () => {
  const here = stage();
  family(here, { blockOwnerDeletion: true, finalizers: ["example.com/hold"] });
  here.store.delete("configmaps", namespace, "owner", { propagation: "Foreground" });
  here.settle();
  expect(names(here)).toEqual(["child", "owner"]);
  here.store.modify("configmaps", namespace, "child", (child) => ({
    ...child,
    metadata: { ...child.metadata, finalizers: [] },
  }));
  here.settle();
  expect(names(here)).toEqual([]);
});

test("a namespace takes everything in it, running pods after their grace", () => {
  const here = stage(() => ({ stopTakes: 2000 }));
  here.store.create("deployments.apps", deployment("web"));
  here.settle();
  here.store.delete("namespaces", "", namespace);
  here.clock.advance(1000);
  expect(here.store.get("namespaces", "", namespace)?.["status"]).toMatchObject({ phase: "Terminating" });
  here.clock.advance(5000);
  expect(here.store.get("namespaces", "", namespace)).toBeUndefined();
  expect(here.pods()).toEqual([]);
});
