/** What generation knows beside one workflow: where each workflow's file is, and what its jobs need. */
import type { RemoteWorkflow } from "../workflow/job-model.ts";
import type { Permissions } from "../workflow/permissions.ts";
import type { Pin } from "../workflow/runnable.ts";
import type { AnyWorkflow } from "../workflow/workflow-model.ts";
import { type Entry, plain } from "./tree.ts";

/** By `owner/name`. */
export type Pins = ReadonlyMap<string, Pin>;

export interface Callees {
  /** the path that `uses` takes: `$/.github/workflows/deploy.yml`; undefined when no source exports that workflow */
  readonly usesOf: (workflow: AnyWorkflow) => string | undefined;
  /** what its jobs need altogether, those they call included */
  readonly permissionsOf: (workflow: AnyWorkflow) => Permissions;
  /** pins of this project, which go before those that a binding brings along */
  readonly pins: Pins;
}

export const isRemote = (callee: AnyWorkflow | RemoteWorkflow): callee is RemoteWorkflow => "uses" in callee;

/** `uses: owner/name@commit # tag`, or the path itself where nothing needs a pin. */
export function usesEntry(uses: string, own: Pin | undefined, pins: Pins): Entry {
  const pin = own && (pins.get(uses) ?? own);
  return pin
    ? { key: "uses", value: plain(`${uses}@${pin.commit}`), note: pin.tag }
    : { key: "uses", value: plain(uses) };
}
