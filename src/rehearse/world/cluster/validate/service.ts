import { at } from "../json/path.ts";
import { type JsonObject, listOr, objectOr, objectsOf, stringOr, stringsOf } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import type { Cause } from "../status/status-error.ts";
import { bad, duplicate, required } from "./cause.ts";
import { labelCauses } from "./metadata.ts";
import { isLabel } from "./names.ts";
import { oneOf, portCauses, portRefCauses } from "./numbers.ts";

export function serviceCauses(service: KubeObject): readonly Cause[] {
  const spec = objectOr(service["spec"]);
  const ports = objectsOf(spec["ports"]);
  const headless = spec["clusterIP"] === "None";
  const external = spec["type"] === "ExternalName";
  return [
    ...(ports.length === 0 && !headless && !external ? [required("spec.ports")] : []),
    ...(external && stringOr(spec["externalName"], "") === "" ? [required("spec.externalName")] : []),
    ...portsCauses(ports),
    ...labelCauses("spec.selector", stringsOf(spec["selector"])),
    ...oneOf("spec.sessionAffinity", spec["sessionAffinity"], ["ClientIP", "None"]),
    ...oneOf("spec.type", spec["type"], ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]),
    ...listOr(spec["clusterIPs"]).flatMap((ip, i) =>
      ip === "None" || ip === "" || /^(\d{1,3}\.){3}\d{1,3}$|:/.test(String(ip))
        ? []
        : [bad(`spec.clusterIPs[${i}]`, ip, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")],
    ),
  ];
}

function portsCauses(ports: readonly JsonObject[]): readonly Cause[] {
  const names = new Set<string>();
  const seen = new Set<string>();
  return ports.flatMap((port, i) => {
    const path = `spec.ports[${i}]`;
    const name = stringOr(port["name"], "");
    const key = `${String(port["protocol"])}/${String(port["port"])}`;
    const causes = [
      ...(name === "" && ports.length > 1 ? [required(`${path}.name`)] : []),
      ...(name === "" ? [] : isLabel(name).map((why) => bad(`${path}.name`, name, why))),
      ...(name !== "" && names.has(name) ? [duplicate(`${path}.name`, name)] : []),
      ...portCauses(`${path}.port`, port["port"]),
      ...oneOf(`${path}.protocol`, port["protocol"], ["SCTP", "TCP", "UDP"]),
      ...portRefCauses(`${path}.targetPort`, port["targetPort"]),
      ...(seen.has(key) ? [duplicate(path, asGo(port))] : []),
    ];
    names.add(name);
    seen.add(key);
    return causes;
  });
}

/** A port as Go prints it in a duplicate's refusal, where only what makes it a duplicate is filled in. */
const asGo = (port: JsonObject): JsonObject => ({
  Name: "",
  Protocol: port["protocol"] ?? "",
  AppProtocol: null,
  Port: port["port"] ?? 0,
  TargetPort: 0,
  NodePort: 0,
});

/** The address is given once, as long as the Service stays one that has an address. */
export function serviceChange(old: KubeObject, next: KubeObject): readonly Cause[] {
  const [before, after] = [at(old, "spec", "clusterIP"), at(next, "spec", "clusterIP")];
  if (at(old, "spec", "type") === "ExternalName" || at(next, "spec", "type") === "ExternalName" || before === after)
    return [];
  if (before === undefined || before === "") return [];
  const value = at(next, "spec", "clusterIPs") ?? [after ?? ""];
  return [bad("spec.clusterIPs[0]", value, "may not change once set")];
}
