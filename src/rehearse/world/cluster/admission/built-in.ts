/** The admission plugins of every cluster: who may give which rights, what a pod may be, whose account and priority it has. */
import { at, put } from "../json/path.ts";
import { numberOr, stringOr } from "../json/value.ts";
import { forbidden } from "../status/refusals.ts";
import type { AdmissionHook, Store } from "../store/store.ts";
import { escalation } from "./escalation.ts";
import { podSecurity } from "./pod-security.ts";

export function admitBuiltIn(store: Store, rbac: boolean): void {
  if (rbac) store.admit(escalation(store));
  store.admit(serviceAccount(store));
  store.admit(priority(store));
  store.admit(podSecurity(store));
}

const pods = { group: "", resource: "pods" };

function serviceAccount(store: Store): AdmissionHook {
  return ({ operation, type, object, namespace }) => {
    if (operation !== "CREATE" || type !== "pods" || object === undefined) return undefined;
    const name = stringOr(at(object, "spec", "serviceAccountName"), "default");
    // Every namespace gets its `default` account from a controller, a moment after it is made.
    if (name === "default" || store.get("serviceaccounts", namespace, name) !== undefined) return undefined;
    throw forbidden(
      pods,
      object.metadata.name,
      `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`,
    );
  };
}

function priority(store: Store): AdmissionHook {
  return ({ operation, type, object }) => {
    if (operation !== "CREATE" || type !== "pods" || object === undefined) return undefined;
    const name = stringOr(at(object, "spec", "priorityClassName"), "");
    if (name === "") return undefined;
    const found = store.get("priorityclasses.scheduling.k8s.io", "", name);
    if (found === undefined)
      throw forbidden(pods, object.metadata.name, `no PriorityClass with name ${name} was found`);
    return put(object, ["spec", "priority"], numberOr(found["value"], 0));
  };
}
