import { StatusError } from "../status/status-error.ts";
import type { FieldSet } from "./field-set.ts";
import { pathsOf, printPath } from "./field-set.ts";
import type { Owner } from "./owners.ts";

export interface Conflict {
  readonly owner: Owner;
  readonly fields: FieldSet;
}

/** The refusal of an apply that would change what others own, in the words of the API server. */
export function conflictError(conflicts: readonly Conflict[]): StatusError {
  const single = conflicts.flatMap(({ owner, fields }) =>
    pathsOf(fields).map((path) => ({ manager: nameOf(owner), path: printPath(path) })),
  );
  const causes = single.map(({ manager, path }) => ({
    reason: "FieldManagerConflict",
    message: `conflict with ${manager}`,
    field: path,
  }));
  return new StatusError(409, "Conflict", sentence(single), { causes });
}

function sentence(single: readonly { readonly manager: string; readonly path: string }[]): string {
  const [first] = single;
  if (single.length === 1 && first !== undefined)
    return `Apply failed with 1 conflict: conflict with ${first.manager}: ${first.path}`;
  const managers = [...new Set(single.map(({ manager }) => manager))].sort();
  const lines = managers.flatMap((manager) => [
    `conflicts with ${manager}:`,
    ...single.filter((one) => one.manager === manager).map(({ path }) => `- ${path}`),
  ]);
  return `Apply failed with ${single.length} conflicts: ${lines.join("\n")}`;
}

function nameOf({ manager, operation, apiVersion, subresource }: Owner): string {
  const name = `${JSON.stringify(manager)}${subresource === "" ? "" : ` with subresource ${JSON.stringify(subresource)}`}`;
  return operation === "Update" ? `${name} using ${apiVersion}` : name;
}
