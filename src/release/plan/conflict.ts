import { managedBy } from "../identity/marks.ts";
import { objectsAt, textAt } from "../json/json.ts";
import type { KubeObject } from "../kube/object.ts";
import type { ApiFailure } from "../kube/status.ts";

/** A field that the bundle sets and another manager holds with another value. */
export interface Conflict {
  readonly manager: string;
  readonly field: string;
}

/** `conflict with "kubectl-edit" using apps/v1` + `.spec.replicas`, as the server's causes have it. */
export function conflictsOf(failure: ApiFailure): readonly Conflict[] {
  return failure.causes
    .filter(({ reason }) => reason === "FieldManagerConflict")
    .map(({ message, field }) => ({ manager: /conflict with "([^"]*)"/.exec(message)?.[1] ?? message, field }));
}

export interface Leave {
  readonly ours: string;
  /** Managers a person named in `take-over`. */
  readonly takeOver: readonly string[];
  /** A rollback takes back every field of its bundle; each is reported with its former owner. */
  readonly rollback: boolean;
  /** The autoscaler that held `replicas` is gone from the bundle. */
  readonly scalerLeft: boolean;
}

export interface Decided {
  readonly taken: readonly Conflict[];
  readonly refused: readonly Conflict[];
}

export function decideConflicts(conflicts: readonly Conflict[], live: KubeObject | undefined, leave: Leave): Decided {
  const adopting = live !== undefined && isAdoptable(live, leave.ours);
  const allowed = ({ manager, field }: Conflict) => {
    if (leave.takeOver.includes(manager)) return true;
    if (managedBy(manager)) return manager.startsWith(`${leave.ours}:`);
    if (leave.rollback) return true;
    if (leave.scalerLeft && field === ".spec.replicas") return true;
    return adopting && isKubectl(manager);
  };
  return { taken: conflicts.filter(allowed), refused: conflicts.filter((conflict) => !allowed(conflict)) };
}

const isKubectl = (manager: string) => manager === "kubectl" || manager.startsWith("kubectl-");

/** Not ours yet: what `kubectl apply` and its like hold is taken over once. */
export function isAdoptable(live: KubeObject, ours: string): boolean {
  return !objectsAt(live, "metadata", "managedFields").some((entry) => textAt(entry, "manager") === ours);
}
