import type { JsonObject } from "../../json/value.ts";
import { unlessRefused } from "../work/attempt.ts";
import type { Controller } from "../work/controller.ts";
import { controllerManager } from "../work/status.ts";
import { isTerminating } from "../workload/pod.ts";

/** What each namespace is born with: a `default` service account, and the cluster's certificate authority. */
export function namespaceFurniture(ca: string): Controller {
  const rootCa = "kube-root-ca.crt";
  const inNamespace = (event: { readonly object: { readonly metadata: { readonly namespace?: string } } }) => [
    { namespace: "", name: event.object.metadata.namespace ?? "" },
  ];
  return {
    name: "serviceaccount-controller",
    watches: {
      namespaces: (event) => [{ namespace: "", name: event.object.metadata.name }],
      serviceaccounts: (event) => (event.action === "DELETED" ? inNamespace(event) : []),
      configmaps: (event) =>
        event.action === "DELETED" && event.object.metadata.name === rootCa ? inNamespace(event) : [],
    },
    reconcile: ({ store }, { name }) => {
      const namespace = store.get("namespaces", "", name);
      if (namespace === undefined || isTerminating(namespace)) return undefined;
      const need = (type: string, object: JsonObject, called: string) => {
        if (store.get(type, name, called) === undefined)
          unlessRefused(() => store.create(type, object, { manager: controllerManager }), "AlreadyExists", "Forbidden");
      };
      need("serviceaccounts", { metadata: { name: "default", namespace: name } }, "default");
      const annotations = {
        "kubernetes.io/description": "Contains a CA bundle that can be used to verify the kube-apiserver",
      };
      need("configmaps", { metadata: { name: rootCa, namespace: name, annotations }, data: { "ca.crt": ca } }, rootCa);
      return undefined;
    },
  };
}
