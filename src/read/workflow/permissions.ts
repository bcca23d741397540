import { listed, type Reading, report } from "../problem.ts";
import type { Located, Span } from "../source.ts";
import { describe, type Node } from "../yaml/node.ts";
import { distinct } from "./mapping.ts";

export type Level = "read" | "write" | "none";

const any: readonly Level[] = ["read", "write", "none"];
const writeOnly: readonly Level[] = ["write", "none"];
const readOnly: readonly Level[] = ["read", "none"];

/** Each scope with the only levels it has (workflow-v1.0.json `permissions-mapping`). */
export const scopes: Readonly<Record<string, readonly Level[]>> = {
  actions: any,
  "artifact-metadata": any,
  attestations: any,
  checks: any,
  "code-quality": any,
  contents: any,
  "copilot-requests": writeOnly,
  deployments: any,
  discussions: any,
  drives: any,
  "id-token": writeOnly,
  issues: any,
  models: readOnly,
  packages: any,
  pages: any,
  "pull-requests": any,
  "repository-projects": any,
  "security-events": any,
  statuses: any,
  "vulnerability-alerts": readOnly,
};

export interface Permissions {
  readonly at: Span;
  readonly key: Span | undefined;
  readonly all?: "read" | "write" | undefined;
  readonly scopes: readonly { readonly scope: Located<string>; readonly level: Located<Level> }[];
}

export function readPermissions(reading: Reading, node: Node): Permissions | undefined {
  const base = { at: node.at, key: node.key, scopes: [] };
  if (node.kind === "mapping") {
    const granted = distinct(reading, node).flatMap(({ key, value }) => {
      const levels = scopes[key.text];
      if (levels === undefined) {
        const hint = `the scopes are ${listed(Object.keys(scopes))}`;
        report(reading, "unexpected-key", key.at, `there is no permission "${key.text}"; ${hint}`);
        return [];
      }
      const level = value.kind === "scalar" ? levels.find((known) => known === value.text) : undefined;
      if (level === undefined) {
        report(
          reading,
          "unexpected-value",
          value.at,
          `"${key.text}" takes ${listed(levels)}, not ${describe(value)}`,
          key.at,
        );
        return [];
      }
      return [{ scope: { value: key.text, at: key.at }, level: { value: level, at: value.at } }];
    });
    return { ...base, scopes: granted };
  }
  if (node.kind === "scalar" && node.text === "read-all") return { ...base, all: "read" };
  if (node.kind === "scalar" && node.text === "write-all") return { ...base, all: "write" };
  const expected = '"read-all", "write-all" or a mapping of scopes';
  report(reading, "unexpected-value", node.at, `permissions are ${expected}, not ${describe(node)}`, node.key);
  return undefined;
}

/** What a token holds: every scope that is not named is withheld. */
export type Grant = Readonly<Record<string, Level>>;

export function grantOf(permissions: Permissions): Grant {
  const { all } = permissions;
  if (all === undefined)
    return Object.fromEntries(permissions.scopes.map(({ scope, level }) => [scope.value, level.value]));
  const levels = Object.entries(scopes).map(([scope, known]) => [scope, known.includes(all) ? all : known[0]]);
  return Object.fromEntries(levels.filter(([, level]) => level !== "none"));
}

const rank: Readonly<Record<Level, number>> = { none: 0, read: 1, write: 2 };

/** The scopes of which `asked` wants more than `allowed` gives. */
export function exceeding(asked: Grant, allowed: Grant): readonly string[] {
  return Object.keys(asked).filter((scope) => rank[asked[scope] ?? "none"] > rank[allowed[scope] ?? "none"]);
}
