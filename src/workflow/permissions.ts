import { type Granted, type Scope, scopes } from "./scopes.gen.ts";

export type Level = "read" | "write";

/** What a job's token may do, and why: several steps may give several reasons for one scope. */
export type Permissions = ReadonlyMap<Scope, { readonly level: Level; readonly reasons: readonly string[] }>;

const isScope = (name: string): name is Scope => name in scopes;

/** Each declared permission as a row, in GitHub's order of scopes. */
export function rowsOf(granted: Granted): readonly { scope: Scope; level: Level; why: string }[] {
  return Object.entries(granted).flatMap(([scope, permission]) =>
    permission && isScope(scope) ? [{ scope, level: permission[0], why: permission[1] }] : [],
  );
}

/** The least that satisfies all: write wins over read, and every reason for the level that won is kept. */
export function union(all: readonly Granted[]): Permissions {
  const result = new Map<Scope, { level: Level; reasons: string[] }>();
  for (const { scope, level, why } of all.flatMap(rowsOf)) {
    const known = result.get(scope);
    if (!known || (known.level === "read" && level === "write")) result.set(scope, { level, reasons: [why] });
    else if (known.level === level && !known.reasons.includes(why)) known.reasons.push(why);
  }
  return new Map([...result].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The same as an author would state it: one level and one reason for each scope. */
export function grantedBy(permissions: Permissions): Granted {
  const result: Record<string, readonly [level: Level, why: string]> = {};
  for (const [scope, { level, reasons }] of permissions) result[scope] = [level, reasons.join("; ")];
  return result;
}

/** What `asked` wants beyond what `given` allows. */
export function beyond(
  asked: Permissions,
  given: Permissions,
): readonly { scope: Scope; level: Level; has: Level | "none" }[] {
  return [...asked].flatMap(([scope, { level }]) => {
    const has = given.get(scope)?.level ?? "none";
    return has === "write" || has === level ? [] : [{ scope, level, has }];
  });
}
