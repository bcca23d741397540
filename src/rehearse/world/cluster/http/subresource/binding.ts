import { timestamp } from "../../clock.ts";
import { at, put } from "../../json/path.ts";
import { objectsOf, stringOr } from "../../json/value.ts";
import { conflict } from "../../status/refusals.ts";
import { type Answer, ok, type ResourceCall } from "../call.ts";
import { decodeBody } from "../decode.ts";
import type { Serving } from "../serving.ts";

/** A pod is given its node, once. */
export function bind({ store }: Serving, call: ResourceCall): Answer {
  const { namespace, name } = call.target;
  const node = stringOr(at(decodeBody(call), "target", "name"), "");
  store.modify(
    "pods",
    namespace,
    name,
    (pod) => {
      const bound = stringOr(at(pod, "spec", "nodeName"), "");
      if (bound !== "") throw conflict(call.target.type, name, `pod ${name} is already assigned to node "${bound}"`);
      const scheduled = {
        type: "PodScheduled",
        status: "True",
        lastProbeTime: null,
        lastTransitionTime: timestamp(store.clock),
      };
      const others = objectsOf(at(pod, "status", "conditions")).filter((one) => one["type"] !== "PodScheduled");
      return put(put(pod, ["spec", "nodeName"], node), ["status", "conditions"], [...others, scheduled]);
    },
    { manager: "kube-scheduler", subresource: "binding" },
  );
  return ok({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 }, 201);
}
