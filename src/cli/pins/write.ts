/** The files that follow from a lock and the manifests behind it. */
import { join } from "node:path";
import { type Binding, bindingFile, indexFile, pinsFile } from "../../bindings/generate/binding.ts";
import { fileName } from "../../bindings/generate/names.ts";
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

export const entryOf = ({ tag, commit, date }: Found) => ({ tag, commit, ...(date === "" ? {} : { date }) });

export const bindingOf = (found: Found, chosen: Chosen): Binding => ({
  action: found.action,
  manifest: found.manifest,
  commit: found.commit,
  permissions: chosen.permissions ?? reviewed[found.action]?.permissions,
  types: reviewed[found.action]?.types,
  descriptions: chosen.descriptions,
});

/** The lock, the binding of each action found, and the files that tie them together: all at once or none. */
export function writePins(
  root: string,
  places: PinPlaces,
  lock: LockFile,
  found: readonly Found[],
  chosen: Chosen,
): void {
  const imports = importsOf(root, places);
  const bindings: readonly Change[] = found.map((one) => ({
    path: join(places.bindings, fileName(one.action)),
    text: bindingFile(bindingOf(one, chosen), imports),
  }));
  putAll(root, [
    { path: places.lock, text: lockText(lock) },
    { path: join(places.bindings, "pins.ts"), text: pinsFile(imports) },
    { path: join(places.bindings, "index.ts"), text: indexFile(Object.keys(lock)) },
    ...bindings,
  ]);
}
