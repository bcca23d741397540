import { at, put } from "../../json/path.ts";
import { objectOr, stringOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import type { Store } from "../../store/store.ts";
import { quantity } from "../scheduler/quantity.ts";
import { type Controller, type Desk, itself } from "../work/controller.ts";
import { keyOf } from "../work/key.ts";
import { controllerManager, writeStatus } from "../work/status.ts";
import { isTerminating } from "../workload/pod.ts";

const type = "persistentvolumeclaims";

/** A StorageClass with this provisioner makes a volume for whoever claims one. */
export const provisioner = "tidegate.github.io/stand-in";

const pending = (store: Store) =>
  store.list(type, { where: (claim) => at(claim, "status", "phase") !== "Bound" }).map(keyOf);

/** Binds claims to volumes that fit, makes volumes where a class can, and says what a claim waits for. */
export const claims: Controller = {
  name: "persistentvolume-controller",
  watches: {
    [type]: itself,
    persistentvolumes: (_event, store) => pending(store),
    "storageclasses.storage.k8s.io": (_event, store) => pending(store),
  },
  reconcile: (desk, key) => {
    const claim = desk.store.get(type, key.namespace, key.name);
    if (claim === undefined || isTerminating(claim) || at(claim, "status", "phase") === "Bound") return undefined;
    settle(desk, claim);
    return undefined;
  },
};

const classOf = (claim: KubeObject) => stringOr(at(claim, "spec", "storageClassName"));

function settle(desk: Desk, claim: KubeObject): void {
  const { store } = desk;
  const volume = store.list("persistentvolumes").find((one) => fits(one, claim));
  if (volume !== undefined) {
    bind(store, claim, volume);
    return;
  }
  const asked = classOf(claim) ?? defaultClass(store);
  const found = asked === undefined || asked === "" ? undefined : store.get("storageclasses.storage.k8s.io", "", asked);
  if (found?.["provisioner"] === provisioner) {
    bind(store, claim, provision(store, claim, asked ?? ""));
    desk.events.normal(claim, "ProvisioningSucceeded", `Successfully provisioned volume ${volumeName(claim)}`);
    return;
  }
  if (asked === undefined || asked === "")
    desk.events.normal(
      claim,
      "FailedBinding",
      "no persistent volumes available for this claim and no storage class is set",
    );
  else if (found === undefined)
    desk.events.warning(claim, "ProvisioningFailed", `storageclass.storage.k8s.io "${asked}" not found`);
  else if (found["volumeBindingMode"] === "WaitForFirstConsumer")
    desk.events.normal(claim, "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
  else
    desk.events.normal(
      claim,
      "ExternalProvisioning",
      `Waiting for a volume to be created either by the external provisioner '${stringOr(found["provisioner"], "")}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
    );
}

function defaultClass(store: Store): string | undefined {
  const key = "storageclass.kubernetes.io/is-default-class";
  return store.list("storageclasses.storage.k8s.io").find((one) => one.metadata.annotations?.[key] === "true")?.metadata
    .name;
}

function fits(volume: KubeObject, claim: KubeObject): boolean {
  if (at(volume, "spec", "claimRef") !== undefined) return false;
  if (stringOr(at(volume, "spec", "storageClassName"), "") !== (classOf(claim) ?? "")) return false;
  const asked = quantity(at(claim, "spec", "resources", "requests", "storage"));
  return quantity(at(volume, "spec", "capacity", "storage")) >= asked;
}

const volumeName = (claim: KubeObject) => `pvc-${claim.metadata.uid ?? ""}`;

function provision(store: Store, claim: KubeObject, storageClassName: string): KubeObject {
  return store.create(
    "persistentvolumes",
    {
      metadata: { name: volumeName(claim) },
      spec: {
        accessModes: at(claim, "spec", "accessModes"),
        capacity: objectOr(at(claim, "spec", "resources", "requests")),
        persistentVolumeReclaimPolicy: "Delete",
        storageClassName,
        hostPath: { path: `/volumes/${volumeName(claim)}` },
      },
    },
    { manager: controllerManager },
  );
}

function bind(store: Store, claim: KubeObject, volume: KubeObject): void {
  const { namespace = "", name, uid } = claim.metadata;
  const how = { manager: controllerManager };
  const claimRef = { kind: claim.kind, apiVersion: claim.apiVersion, namespace, name, uid };
  const bound = store.modify(
    "persistentvolumes",
    "",
    volume.metadata.name,
    (current) => put(current, ["spec", "claimRef"], claimRef),
    how,
  );
  writeStatus(store, "persistentvolumes", bound, { phase: "Bound" });
  const owned = store.modify(
    type,
    namespace,
    name,
    (current) => put(current, ["spec", "volumeName"], volume.metadata.name),
    how,
  );
  writeStatus(store, type, owned, {
    ...objectOr(owned["status"]),
    phase: "Bound",
    accessModes: at(volume, "spec", "accessModes"),
    capacity: objectOr(at(volume, "spec", "capacity")),
  });
}
