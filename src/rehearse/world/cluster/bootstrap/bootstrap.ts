import type { Store } from "../store/store.ts";

import { bindings, roles } from "./roles.ts";

/** What every new cluster holds before anyone has asked for anything. */
export function bootstrap(store: Store): void {
  for (const name of ["default", "kube-node-lease", "kube-public", "kube-system"])
    store.create("namespaces", { metadata: { name } }, { manager: "kube-apiserver" });
  for (const [name, value] of [
    ["system-cluster-critical", 2_000_000_000],
    ["system-node-critical", 2_000_001_000],
  ] as const)
    store.create("priorityclasses.scheduling.k8s.io", {
      metadata: { name },
      value,
      preemptionPolicy: "PreemptLowerPriority",
    });
  for (const role of roles) store.create("clusterroles.rbac.authorization.k8s.io", role, { manager: "kube-apiserver" });
  for (const binding of bindings)
    store.create("clusterrolebindings.rbac.authorization.k8s.io", binding, { manager: "kube-apiserver" });
}
