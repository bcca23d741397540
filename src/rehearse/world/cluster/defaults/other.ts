/** Kinds whose defaults are a line or two. */
import { at } from "../json/path.ts";
import { isObject, type JsonObject, listOr, objectOr } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { each, fill, through, within } from "./fill.ts";
import { claimSpec } from "./volume.ts";

export function claimDefaults(claim: KubeObject): KubeObject {
  return fill(within(claim, "spec", claimSpec), { status: { phase: "Pending" } });
}

export function volumeDefaults(volume: KubeObject): KubeObject {
  const complete = within(volume, "spec", (spec) =>
    fill(spec, { persistentVolumeReclaimPolicy: "Retain", volumeMode: "Filesystem" }),
  );
  return fill(complete, { status: { phase: "Pending" } });
}

export function autoscalerDefaults(hpa: KubeObject): KubeObject {
  const cpu = {
    type: "Resource",
    resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
  };
  const complete = within(hpa, "spec", (spec) =>
    within(fill(spec, { minReplicas: 1, metrics: [cpu] }), "behavior", (behavior) =>
      within(within(behavior, "scaleUp", scaleUpDefaults), "scaleDown", scaleDownDefaults),
    ),
  );
  return fill(complete, { status: { currentMetrics: null, desiredReplicas: 0 } });
}

const percent = { type: "Percent", value: 100, periodSeconds: 15 };

const scaleUpDefaults = (up: JsonObject): JsonObject =>
  fill(up, {
    stabilizationWindowSeconds: 0,
    selectPolicy: "Max",
    policies: [{ type: "Pods", value: 4, periodSeconds: 15 }, percent],
  });

const scaleDownDefaults = (down: JsonObject): JsonObject => fill(down, { selectPolicy: "Max", policies: [percent] });

export function budgetDefaults(budget: KubeObject): KubeObject {
  return fill(budget, { status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 } });
}

export function quotaDefaults(quota: KubeObject): KubeObject {
  return fill(quota, { status: {} });
}

export function ingressDefaults(ingress: KubeObject): KubeObject {
  return fill(ingress, { status: { loadBalancer: {} } });
}

export function networkPolicyDefaults(policy: KubeObject): KubeObject {
  const ports = (rule: JsonObject) => each(rule, "ports", (port) => fill(port, { protocol: "TCP" }));
  return within(policy, "spec", (spec) =>
    through(
      fill(spec, {
        podSelector: {},
        policyTypes: listOr(spec["egress"]).length > 0 ? ["Ingress", "Egress"] : ["Ingress"],
      }),
      (s) => each(s, "ingress", ports),
      (s) => each(s, "egress", ports),
    ),
  );
}

const rbac = "rbac.authorization.k8s.io";

export function bindingDefaults(binding: KubeObject): KubeObject {
  return each(
    within(binding, "roleRef", (role) => fill(role, { apiGroup: rbac })),
    "subjects",
    (subject) => (subject["kind"] === "ServiceAccount" ? subject : fill(subject, { apiGroup: rbac })),
  );
}

export function definitionDefaults(definition: KubeObject): KubeObject {
  return within(definition, "spec", (spec) => {
    const kind = String(at(spec, "names", "kind") ?? "");
    return within(fill(spec, { conversion: { strategy: "None" } }), "names", (names) =>
      fill(names, { singular: kind.toLowerCase(), listKind: `${kind}List` }),
    );
  });
}

export function webhookDefaults(configuration: KubeObject): KubeObject {
  const mutating = configuration.kind === "MutatingWebhookConfiguration";
  return each(configuration, "webhooks", (webhook) =>
    through(
      fill(webhook, {
        failurePolicy: "Fail",
        matchPolicy: "Equivalent",
        namespaceSelector: {},
        objectSelector: {},
        timeoutSeconds: 10,
        ...(mutating ? { reinvocationPolicy: "Never" } : {}),
      }),
      (w) => each(w, "rules", (rule) => fill(rule, { scope: "*" })),
      (w) =>
        within(w, "clientConfig", (client) => within(client, "service", (service) => fill(service, { port: 443 }))),
    ),
  );
}

export function storageClassDefaults(storage: KubeObject): KubeObject {
  return fill(storage, { reclaimPolicy: "Delete", volumeBindingMode: "Immediate" });
}

export function priorityClassDefaults(priority: KubeObject): KubeObject {
  return fill(priority, { preemptionPolicy: "PreemptLowerPriority" });
}

export function endpointsDefaults(endpoints: KubeObject): KubeObject {
  return each(endpoints, "subsets", (subset) => each(subset, "ports", (port) => fill(port, { protocol: "TCP" })));
}

export function sliceDefaults(slice: KubeObject): KubeObject {
  return each(slice, "ports", (port) => fill(port, { name: "", protocol: "TCP" }));
}

export function limitRangeDefaults(range: KubeObject): KubeObject {
  return within(range, "spec", (spec) =>
    each(spec, "limits", (limit) => {
      if (limit["type"] !== "Container") return limit;
      const most = fill(objectOr(limit["default"]), objectOr(limit["max"]));
      const request = fill(fill(objectOr(limit["defaultRequest"]), most), objectOr(limit["min"]));
      return {
        ...limit,
        ...(isObject(limit["default"]) || isObject(limit["max"]) ? { default: most } : {}),
        ...(Object.keys(request).length === 0 ? {} : { defaultRequest: request }),
      };
    }),
  );
}
