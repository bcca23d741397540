import type { JsonObject } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { each, fill, within } from "./fill.ts";

export function serviceDefaults(service: KubeObject): KubeObject {
  const complete = within(fill(service, { spec: {} }), "spec", (spec) => {
    const typed = fill(spec, { type: "ClusterIP", sessionAffinity: "None" });
    return each(byType(typed), "ports", (port) => fill(fill(port, { protocol: "TCP" }), { targetPort: port["port"] }));
  });
  return fill(complete, { status: { loadBalancer: {} } });
}

function byType(spec: JsonObject): JsonObject {
  const { type } = spec;
  if (type === "ExternalName") return spec;
  const outside = type === "NodePort" || type === "LoadBalancer";
  return fill(spec, {
    internalTrafficPolicy: "Cluster",
    ...(outside ? { externalTrafficPolicy: "Cluster" } : {}),
    ...(type === "LoadBalancer" ? { allocateLoadBalancerNodePorts: true } : {}),
  });
}
