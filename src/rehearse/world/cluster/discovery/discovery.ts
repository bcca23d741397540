/** What the server serves, in the form each client asks for: the aggregated one, or group by group. */
import type { JsonObject } from "../json/value.ts";
import { apiVersionOf, type ResourceType } from "../types/resource-type.ts";

const allVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

export const verbsOf = (type: ResourceType): readonly string[] => type.verbs ?? allVerbs;

export function apiVersions(address: string): JsonObject {
  return {
    kind: "APIVersions",
    versions: ["v1"],
    serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress: address }],
  };
}

export function groupList(types: readonly ResourceType[]): JsonObject {
  return { kind: "APIGroupList", apiVersion: "v1", groups: groupsOf(types).map(groupEntry) };
}

export function oneGroup(types: readonly ResourceType[], group: string): JsonObject | undefined {
  const found = groupsOf(types).find((entry) => entry.group === group);
  return found === undefined ? undefined : { kind: "APIGroup", apiVersion: "v1", ...groupEntry(found) };
}

interface Group {
  readonly group: string;
  readonly versions: readonly string[];
}

function groupsOf(types: readonly ResourceType[]): readonly Group[] {
  const versions = new Map<string, Set<string>>();
  for (const type of types) {
    if (type.group === "") continue;
    const known = versions.get(type.group) ?? new Set<string>();
    versions.set(type.group, known.add(type.version));
  }
  return [...versions].map(([group, set]) => ({ group, versions: [...set] }));
}

function groupEntry({ group, versions }: Group): JsonObject {
  const entries = versions.map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions: entries, preferredVersion: entries[0] ?? {} };
}

export function resourceList(types: readonly ResourceType[], group: string, version: string): JsonObject | undefined {
  const here = types.filter((type) => type.group === group && type.version === version);
  if (here.length === 0) return undefined;
  return {
    kind: "APIResourceList",
    ...(group === "" ? {} : { apiVersion: "v1" }),
    groupVersion: apiVersionOf({ group, version }),
    resources: here.flatMap((type) => [
      {
        name: type.resource,
        singularName: type.singular,
        namespaced: type.namespaced,
        kind: type.kind,
        verbs: [...verbsOf(type)],
        ...(type.shortNames.length === 0 ? {} : { shortNames: [...type.shortNames] }),
        ...(type.categories.length === 0 ? {} : { categories: [...type.categories] }),
      },
      ...type.subresources.map((sub) => ({
        name: `${type.resource}/${sub.name}`,
        singularName: "",
        namespaced: type.namespaced,
        ...(sub.group === undefined ? {} : { group: sub.group, version: sub.version ?? "v1" }),
        kind: sub.kind,
        verbs: [...sub.verbs],
      })),
    ]),
  };
}

export const aggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/** `core`: the legacy group under /api; otherwise all named groups under /apis. */
export function aggregated(types: readonly ResourceType[], core: boolean): JsonObject {
  const groups: readonly Group[] = core ? [{ group: "", versions: ["v1"] }] : groupsOf(types);
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items: groups.map(({ group, versions }) => ({
      metadata: group === "" ? { creationTimestamp: null } : { name: group, creationTimestamp: null },
      versions: versions.map((version) => ({
        version,
        freshness: "Current",
        resources: types
          .filter((type) => type.group === group && type.version === version)
          .map((type) => discovered(type)),
      })),
    })),
  };
}

function discovered(type: ResourceType): JsonObject {
  const { group, version, kind } = type;
  return {
    resource: type.resource,
    responseKind: { group, version, kind },
    scope: type.namespaced ? "Namespaced" : "Cluster",
    singularResource: type.singular,
    verbs: [...verbsOf(type)],
    ...(type.shortNames.length === 0 ? {} : { shortNames: [...type.shortNames] }),
    ...(type.categories.length === 0 ? {} : { categories: [...type.categories] }),
    ...(type.subresources.length === 0
      ? {}
      : {
          subresources: type.subresources.map((sub) => ({
            subresource: sub.name,
            responseKind: { group: sub.group ?? group, version: sub.version ?? version, kind: sub.kind },
            verbs: [...sub.verbs],
          })),
        }),
  };
}
