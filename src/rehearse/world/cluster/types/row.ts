import { apiVersionOf, type GenerationRule, type ResourceType, type Subresource } from "./resource-type.ts";

/** What a built-in type says of itself; the rest follows from it. */
export interface Row {
  readonly resource: string;
  readonly kind: string;
  readonly short?: string;
  readonly cluster?: true;
  readonly category?: "all";
  readonly generation?: GenerationRule;
  readonly status?: true;
  readonly scale?: true;
  readonly subresources?: readonly Subresource[];
  readonly names?: ResourceType["names"];
  readonly verbs?: readonly string[];
  readonly singular?: string;
}

const update = ["get", "patch", "update"];

export function typesOf(group: string, version: string, rows: readonly Row[]): readonly ResourceType[] {
  return rows.map((row) => ({
    group,
    version,
    resource: row.resource,
    singular: row.singular ?? row.kind.toLowerCase(),
    kind: row.kind,
    namespaced: row.cluster !== true,
    shortNames: row.short === undefined ? [] : row.short.split(" "),
    categories: row.category === undefined ? [] : [row.category],
    subresources: [
      ...(row.status ? [{ name: "status", kind: row.kind, verbs: update }] : []),
      ...(row.scale ? [{ name: "scale", kind: "Scale", verbs: update, group: "autoscaling", version: "v1" }] : []),
      ...(row.subresources ?? []),
    ],
    generation: row.generation ?? "none",
    schema: `${apiVersionOf({ group, version })}/${row.kind}`,
    names: row.names ?? "subdomain",
    ...(row.verbs === undefined ? {} : { verbs: row.verbs }),
  }));
}
