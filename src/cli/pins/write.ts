/** The files that follow from a lock and the manifests behind it. */
import { join } from "node:path";
import { type Binding, bindingFile, type Imports, indexFile, pinsFile } from "../../bindings/generate/binding.ts";
import { fileName } from "../../bindings/generate/names.ts";
import { reusableFile } from "../../bindings/generate/reusable.ts";
import { reviewed } from "../../bindings/generate/reviewed.ts";
import type { PermissionNeed } from "../../spec/index.ts";
import { type Change, putAll } from "../generate/files.ts";
import { type LockFile, lockText } from "./lock.ts";
import type { Found } from "./origin.ts";
import { importsOf, type PinPlaces } from "./place.ts";

export interface Chosen {
  readonly permissions: readonly PermissionNeed[] | undefined;
  readonly descriptions: boolean;
}

/** What was found, with what its author chose for it. */
export interface Pinned {
  readonly found: Found;
  readonly chosen: Chosen;
}

export const entryOf = ({ tag, commit, date }: Found) => ({ tag, commit, ...(date === "" ? {} : { date }) });

export const bindingOf = (found: Found, chosen: Chosen): Binding => ({
  action: found.action,
  manifest: found.manifest,
  commit: found.commit,
  permissions: chosen.permissions ?? reviewed[found.action]?.permissions,
  types: reviewed[found.action]?.types,
  descriptions: chosen.descriptions,
});

function textOf(found: Found, chosen: Chosen, imports: Imports): string {
  const { action, commit, reusable: declaration } = found;
  return declaration
    ? reusableFile({ action, commit, declaration, ...chosen })
    : bindingFile(bindingOf(found, chosen), imports);
}

/** The lock, the binding of each action found, and the files that tie them together: all at once or none. */
export function writePins(root: string, places: PinPlaces, lock: LockFile, pinned: readonly Pinned[]): void {
  const imports = importsOf(root, places);
  const bindings: readonly Change[] = pinned.map(({ found, chosen }) => ({
    path: join(places.bindings, fileName(found.action)),
    text: textOf(found, chosen, imports),
  }));
  putAll(root, [
    { path: places.lock, text: lockText(lock) },
    { path: join(places.bindings, "pins.ts"), text: pinsFile(imports) },
    { path: join(places.bindings, "index.ts"), text: indexFile(Object.keys(lock)) },
    ...bindings,
  ]);
}
