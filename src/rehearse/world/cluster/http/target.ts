import type { ResourceType } from "../types/resource-type.ts";
import type { TypeTable } from "../types/type-table.ts";

/** What a path names. */
export type Target =
  | { readonly kind: "other"; readonly segments: readonly string[]; readonly unknownResource?: true }
  | {
      readonly kind: "resource";
      readonly type: ResourceType;
      readonly namespace: string;
      readonly name: string;
      readonly subresource: string;
      /** What follows the subresource: a proxy's path. */
      readonly rest: string;
    };

export type ResourceTarget = Extract<Target, { kind: "resource" }>;

export function parseTarget(types: TypeTable, path: string): Target {
  const segments = path.split("/").slice(1).map(decodeURIComponent);
  const other: Target = { kind: "other", segments: segments.filter((segment) => segment !== "") };
  const unknown: Target = { ...other, unknownResource: true };
  const [root, second = "", third = ""] = segments;
  if (root === "api" && segments.length > 2) return resource(types, "", second, segments.slice(2)) ?? unknown;
  if (root === "apis" && segments.length > 3) {
    const groupServed = types.all().some((type) => type.group === second && type.version === third);
    return resource(types, second, third, segments.slice(3)) ?? (groupServed ? unknown : other);
  }
  return other;
}

function resource(
  types: TypeTable,
  group: string,
  version: string,
  parts: readonly string[],
): ResourceTarget | undefined {
  const [first = "", second = "", third = ""] = parts;
  // A namespace is itself a resource, so `namespaces/NAME/RESOURCE` is told from `namespaces/NAME/status` by what is served.
  if (first === "namespaces" && second !== "" && third !== "" && !(group === "" && ofNamespace.has(third))) {
    const type = types.served(group, version, third);
    return type?.namespaced ? found(type, second, parts.slice(3)) : undefined;
  }
  const type = types.served(group, version, first);
  return type === undefined ? undefined : found(type, "", parts.slice(1));
}

const ofNamespace = new Set(["status", "finalize"]);

function found(type: ResourceType, namespace: string, [name = "", subresource = "", ...rest]: readonly string[]) {
  return {
    kind: "resource",
    type,
    namespace,
    name,
    subresource,
    rest: rest.length === 0 ? "" : `/${rest.join("/")}`,
  } as const;
}
