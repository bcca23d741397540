import { builtIn } from "./built-in.ts";
import { apiVersionOf, type ResourceType, typeName } from "./resource-type.ts";

/** Which types a cluster serves: the built-in ones, and those that CustomResourceDefinitions add. */
export interface TypeTable {
  all(): readonly ResourceType[];
  /** The type as it is stored (a custom resource has one storage version). Throws for a name nobody serves. */
  named(name: string): ResourceType;
  served(group: string, version: string, resource: string): ResourceType | undefined;
  ofKind(apiVersion: string, kind: string): ResourceType | undefined;
  /** Puts a custom type in all its served versions, the stored one first, in place of what it served before. */
  serve(name: string, versions: readonly ResourceType[]): void;
  withdraw(name: string): void;
}

export function typeTable(): TypeTable {
  const custom = new Map<string, readonly ResourceType[]>();
  const stored = new Map(builtIn.map((type) => [typeName(type), type]));
  let all: readonly ResourceType[] = builtIn;
  const refresh = () => {
    all = [...builtIn, ...[...custom.values()].flat()];
  };
  return {
    all: () => all,
    named: (name) => {
      const type = stored.get(name);
      if (type === undefined)
        throw new Error(`no resource type is named "${name}"; one is written like "deployments.apps"`);
      return type;
    },
    served: (group, version, resource) =>
      all.find((type) => type.resource === resource && type.group === group && type.version === version),
    ofKind: (apiVersion, kind) => all.find((type) => type.kind === kind && apiVersionOf(type) === apiVersion),
    serve: (name, versions) => {
      const [first] = versions;
      if (first === undefined) return;
      custom.set(name, versions);
      stored.set(name, first);
      refresh();
    },
    withdraw: (name) => {
      if (custom.delete(name)) stored.delete(name);
      refresh();
    },
  };
}
