import { at } from "../../json/path.ts";
import type { KubeObject } from "../../object.ts";
import { forbidden } from "../../status/refusals.ts";
import type { AdmissionHook, Store } from "../../store/store.ts";
import { quantity } from "../scheduler/quantity.ts";
import { type Controller, itself } from "../work/controller.ts";
import { keyOf } from "../work/key.ts";
import { writeStatus } from "../work/status.ts";
import { isTerminating } from "../workload/pod.ts";
import { hardOf, typeOfLimit, unsaid, usageOf } from "./usage.ts";

const quotasIn = (store: Store, namespace: string) => store.list("resourcequotas", { namespace });

function used(store: Store, namespace: string, name: string): number {
  const type = typeOfLimit(name);
  return store
    .list(type, { namespace })
    .filter((object) => type === "pods" || !isTerminating(object))
    .reduce((sum, object) => sum + (usageOf(type, object)[name] ?? 0), 0);
}

/** Refuses what would go beyond a quota, in the words of Kubernetes. */
export function quotaAdmission(store: Store): AdmissionHook {
  return ({ operation, type, namespace, name, object, subresource }) => {
    if (operation !== "CREATE" || object === undefined || namespace === "" || subresource !== "") return undefined;
    const about = store.types.named(type);
    const wants = usageOf(type, object);
    for (const quota of quotasIn(store, namespace)) {
      const hard = hardOf(quota);
      const silent = type === "pods" ? unsaid(hard, object) : [];
      if (silent.length > 0)
        throw forbidden(
          about,
          name,
          `failed quota: ${quota.metadata.name}: must specify ${silent.map(forMain(object)).join("; ")}`,
        );
      const over = Object.entries(hard).flatMap(([limit, most]) => {
        const wanted = wants[limit] ?? 0;
        const has = used(store, namespace, limit);
        return wanted > 0 && has + wanted > quantity(most) ? [{ limit, wanted, has, most }] : [];
      });
      if (over.length === 0) continue;
      const list = (value: (one: (typeof over)[number]) => string | number) =>
        over.map((one) => `${one.limit}=${value(one)}`).join(",");
      throw forbidden(
        about,
        name,
        `exceeded quota: ${quota.metadata.name}, requested: ${list((one) => written(one.limit, one.wanted))}, used: ${list((one) => written(one.limit, one.has))}, limited: ${list((one) => one.most)}`,
      );
    }
    return undefined;
  };
}

const forMain = (object: KubeObject) => (limit: string) =>
  `${limit} for: ${String(at(object, "spec", "containers", 0, "name"))}`;

/** `limits.memory`, 134217728 in → `128Mi` out; whole numbers stay. */
function written(limit: string, amount: number): string {
  if (/cpu$/.test(limit) && !Number.isInteger(amount)) return `${Math.round(amount * 1000)}m`;
  if (/memory$|storage$/.test(limit))
    for (const [unit, size] of [
      ["Gi", 2 ** 30],
      ["Mi", 2 ** 20],
      ["Ki", 2 ** 10],
    ] as const)
      if (amount > 0 && amount % size === 0) return `${amount / size}${unit}`;
  return String(amount);
}

/** Says in each quota's status how much of it is taken. */
export const quotas: Controller = {
  name: "resourcequota-controller",
  watches: {
    resourcequotas: itself,
    "*": (event, store) =>
      event.action === "MODIFIED" && event.type !== "pods"
        ? []
        : quotasIn(store, event.object.metadata.namespace ?? "").map(keyOf),
  },
  reconcile: ({ store }, { namespace, name }) => {
    const quota = store.get("resourcequotas", namespace, name);
    if (quota === undefined) return undefined;
    const hard = hardOf(quota);
    writeStatus(store, "resourcequotas", quota, {
      hard,
      used: Object.fromEntries(
        Object.keys(hard).map((limit) => [limit, written(limit, used(store, namespace, limit))]),
      ),
    });
    return undefined;
  },
};
