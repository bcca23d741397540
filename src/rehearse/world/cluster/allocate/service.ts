import { createHash } from "node:crypto";
import { fill, within } from "../defaults/fill.ts";
import { equal } from "../json/equal.ts";
import { at } from "../json/path.ts";
import { isObject, type JsonObject, objectsOf, stringOr } from "../json/value.ts";
import type { KubeObject } from "../object.ts";

/** Addresses follow from the uid, so that nothing has to remember which are taken. */
export function serviceAllocation(service: KubeObject): KubeObject {
  const digest = createHash("sha256")
    .update(service.metadata.uid ?? service.metadata.name)
    .digest();
  return within(service, "spec", (spec) => {
    if (spec["type"] === "ExternalName") return spec;
    const clusterIP = stringOr(spec["clusterIP"]) || `10.96.${digest[0] ?? 0}.${1 + ((digest[1] ?? 0) % 254)}`;
    const addressed = fill(
      { ...spec, clusterIP },
      { clusterIPs: [clusterIP], ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack" },
    );
    return spec["type"] === "ClusterIP" ? addressed : withNodePorts(addressed, digest.readUInt16BE(2));
  });
}

function withNodePorts(spec: JsonObject, seed: number): JsonObject {
  const ports = objectsOf(spec["ports"]).map((port, i) => fill(port, { nodePort: 30_000 + ((seed + i) % 2768) }));
  return { ...spec, ports };
}

export function keptAddresses(old: KubeObject, service: KubeObject): KubeObject {
  const before = at(old, "spec");
  const type = at(service, "spec", "type") ?? "ClusterIP";
  if (!isObject(before) || type === "ExternalName" || before["type"] === "ExternalName")
    return serviceAllocation(service);
  const kept = within(service, "spec", (given) => {
    const moved =
      given["clusterIP"] !== undefined && given["clusterIP"] !== "" && given["clusterIP"] !== before["clusterIP"];
    // The list follows the single address, which older clients know alone.
    const spec =
      moved && equal(given["clusterIPs"], before["clusterIPs"])
        ? { ...given, clusterIPs: [given["clusterIP"] ?? ""] }
        : given;
    const bare = spec["clusterIP"] === "" ? without(spec, "clusterIP") : spec;
    const filled = fill(bare, {
      clusterIP: before["clusterIP"],
      clusterIPs: before["clusterIPs"],
      ipFamilies: before["ipFamilies"],
      ipFamilyPolicy: before["ipFamilyPolicy"],
    });
    if (type === "ClusterIP") return filled;
    const olds = objectsOf(before["ports"]);
    const ports = objectsOf(filled["ports"]).map((port) =>
      fill(port, { nodePort: olds.find((other) => other["port"] === port["port"])?.["nodePort"] }),
    );
    return { ...filled, ports };
  });
  return type === "ClusterIP" ? kept : serviceAllocation(kept);
}

function without(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}
