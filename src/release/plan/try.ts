import { type Stamp, stampTemplate, templateMarks } from "../bundle/stamp.ts";
import { markTemplate, templatePath } from "../bundle/template.ts";
import { appLabel, environmentLabel, isOurs, manager } from "../identity/marks.ts";
import { at, objectAt, objectsAt, textAt } from "../json/json.ts";
import type { Kube, Written } from "../kube/kube.ts";
import { type KubeObject, keyOf, refOf, titleOf } from "../kube/object.ts";
import { type Autoscaler, autoscalerOf, without } from "../replicas/replicas.ts";
import { adoption } from "./adopt.ts";
import { blockOf, conflictBlock } from "./block.ts";
import { type Conflict, conflictsOf, decideConflicts } from "./conflict.ts";
import { changesBetween, sameTemplate } from "./diff.ts";
import type { Block, PlannedObject } from "./plan.ts";
import { withoutUndeclared } from "./undeclared.ts";
import { asFarAsItGoes } from "./unshrinkable.ts";

export interface TryOptions {
  readonly kube: Kube;
  readonly stamp: Stamp;
  readonly autoscalers: readonly Autoscaler[];
  readonly takeOver: readonly string[];
  readonly rollback: boolean;
  /** Workloads whose autoscaler is live but no longer in the bundle. */
  readonly scalerLeft: readonly Autoscaler[];
  /** Objects whose kind or namespace only this bundle brings: the server cannot try them yet. */
  readonly untriable: ReadonlySet<string>;
}

/**
 * Tries one object on the server without changing anything (dry run), and says what it would do or why it cannot be.
 * `live` is what is there now.
 */
export async function tryObject(
  object: KubeObject,
  live: KubeObject | undefined,
  options: TryOptions,
): Promise<PlannedObject | Block> {
  const ref = refOf(object);
  const fresh = stamped(object, undefined, options);
  if (options.untriable.has(keyOf(ref)))
    return {
      ref,
      object: fresh,
      action: "untried",
      changes: changesBetween(undefined, fresh),
      taken: [],
      adopted: false,
      warnings: [],
    };
  const foreign = foreignOwner(live, options.stamp);
  if (foreign !== undefined)
    return {
      ref,
      code: "foreign",
      message: `${titleOf(ref)} belongs to ${foreign}`,
      hint: "two apps cannot own one object: rename it, or remove it from the other app first",
    };
  // nothing live, no marks to keep: one try is enough
  const kept = live === undefined ? fresh : stamped(object, live, options);
  const first = await dryRun(kept, live, options);
  if ("code" in first) {
    const rest = options.rollback ? asMuchAsCan(kept, live, first) : undefined;
    if (rest === undefined) return first;
    const again = await dryRun(rest.object, live, options);
    if ("code" in again) return first;
    return {
      ref,
      object: rest.object,
      ...(live === undefined ? {} : { live }),
      action: live === undefined ? "create" : "update",
      changes: changesBetween(live, again.object),
      taken: again.taken,
      adopted: false,
      warnings: again.warnings,
      kept: rest.kept,
    };
  }
  const path = templatePath(kept) ?? [];
  const restarts =
    live === undefined || path.length === 0 || !sameTemplate(at(live, ...path), at(first.object, ...path));
  // unchanged but for our marks: they stay as they are, and so do the pods. A rollback brings its own marks along.
  const final = restarts && !options.rollback ? fresh : kept;
  // marks are no change, and where only we set them no conflict either: what the server said of the first try holds
  const second = final === kept || soleMarker(live, path, options.stamp) ? first : await dryRun(final, live, options);
  if ("code" in second) return second;
  const changes = changesBetween(live, second.object);
  const action = live === undefined ? "create" : changes.length === 0 ? "unchanged" : "update";
  const adopted = live !== undefined && adoption(live, manager(options.stamp.identity)) !== undefined;
  return {
    ref,
    object: final,
    ...(live === undefined ? {} : { live }),
    action,
    changes,
    taken: second.taken,
    adopted,
    warnings: second.warnings,
  };
}

/** On the way back: the object with what the server takes of it, and what that leaves out. */
function asMuchAsCan(object: KubeObject, live: KubeObject | undefined, { code, message }: Block) {
  return code === "immutable" ? asFarAsItGoes(object, live) : withoutUndeclared(object, message);
}

/** With the marks that are live, or with this release's. */
function stamped(object: KubeObject, live: KubeObject | undefined, { stamp, rollback }: TryOptions): KubeObject {
  if (rollback) return object;
  if (live === undefined) return stampTemplate(object, stamp);
  const marks = templateMarks(live);
  return Object.keys(marks).length === 0 ? stampTemplate(object, stamp) : markTemplate(object, {}, marks);
}

type Tried = { readonly object: KubeObject; readonly taken: readonly Conflict[]; readonly warnings: readonly string[] };

async function dryRun(object: KubeObject, live: KubeObject | undefined, options: TryOptions): Promise<Tried | Block> {
  const ours = manager(options.stamp.identity);
  const sent =
    autoscalerOf(object, [...options.autoscalers, ...options.scalerLeft]) === undefined ? object : without(object);
  const reply = await options.kube.apply(sent, { manager: ours, dryRun: true });
  if (reply.ok) return { object: reply.object, taken: [], warnings: reply.warnings };
  const conflicts = conflictsOf(reply.failure);
  if (conflicts.length === 0) return blockOf(refOf(object), reply.failure);
  const scalerLeft = autoscalerOf(object, options.scalerLeft) !== undefined;
  const { taken, refused } = decideConflicts(conflicts, live, {
    ours,
    takeOver: options.takeOver,
    rollback: options.rollback,
    scalerLeft,
  });
  if (refused.length > 0) return conflictBlock(refOf(object), refused);
  const forced: Written = await options.kube.apply(sent, { manager: ours, dryRun: true, force: true });
  return forced.ok
    ? { object: forced.object, taken, warnings: forced.warnings }
    : blockOf(refOf(object), forced.failure);
}

/** Does nobody else hold a mark of ours on the live template? `kubectl rollout undo` brings back old ones, for example. */
function soleMarker(live: KubeObject | undefined, path: readonly string[], { identity }: Stamp): boolean {
  const fields = [...path, "metadata", "annotations"].map((step) => `f:${step}`);
  return objectsAt(live, "metadata", "managedFields")
    .filter((entry) => textAt(entry, "manager") !== manager(identity))
    .every((entry) => !Object.keys(objectAt(entry, "fieldsV1", ...fields)).some((key) => isOurs(key.slice(2))));
}

function foreignOwner(live: KubeObject | undefined, { identity }: Stamp): string | undefined {
  const app = textAt(live, "metadata", "labels", appLabel);
  const environment = textAt(live, "metadata", "labels", environmentLabel);
  if (app === undefined || (app === identity.app && environment === identity.environment)) return undefined;
  return `${app}/${environment ?? "?"}`;
}
