import { equal } from "../../json/equal.ts";
import { at } from "../../json/path.ts";
import { type Controller, itself } from "../work/controller.ts";
import { writeStatus } from "../work/status.ts";
import { isTerminating } from "../workload/pod.ts";

const type = "ingresses.networking.k8s.io";

/** Gives every Ingress the address of the one ingress controller there is, as a real one does when it has read it. */
export function ingresses(address: string): Controller {
  const loadBalancer = { ingress: [{ ip: address }] };
  return {
    name: "ingress-controller",
    watches: { [type]: itself },
    reconcile: ({ store }, key) => {
      const ingress = store.get(type, key.namespace, key.name);
      if (ingress === undefined || isTerminating(ingress)) return undefined;
      if (!equal(at(ingress, "status", "loadBalancer"), loadBalancer))
        writeStatus(store, type, ingress, { loadBalancer });
      return undefined;
    },
  };
}
