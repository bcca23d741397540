/**
 * The fields that Kubernetes' Go types hold as structs by value. It shows in managedFields: writing a first field below
 * one of these does not make the struct itself owned, as it does below a pointer.
 */
export const valueStructs: ReadonlySet<string> = new Set(
  [
    "metadata",
    "spec",
    "status",
    "template",
    "jobTemplate",
    "strategy",
    "updateStrategy",
    "scaleTargetRef",
    "loadBalancer",
    "involvedObject",
    "source",
    "roleRef",
    "nodeInfo",
    "daemonEndpoints",
    "kubeletEndpoint",
    "names",
    "resources",
    "podSelector",
  ].map((name) => `f:${name}`),
);

/** The lists that are written out even when empty (no `omitempty`): they are never absent either. */
export const presentLists: ReadonlySet<string> = new Set(
  ["containers", "rules", "versions", "endpoints"].map((name) => `f:${name}`),
);
