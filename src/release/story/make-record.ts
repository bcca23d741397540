import { isSecret, markSecret } from "../bundle/secrets.ts";
import { templateMarks } from "../bundle/stamp.ts";
import { containersOf, isWorkload } from "../bundle/template.ts";
import { releaseAnnotation } from "../identity/marks.ts";
import { type KubeObject, keyOf, refOf } from "../kube/object.ts";
import type { PlannedObject } from "../plan/plan.ts";
import type { ReleaseRecord, WorkloadMark } from "../record/record.ts";
import type { EnactOptions } from "./enact.ts";
import type { Desk } from "./site.ts";

/** What is written down of a release before its first change: all that a rollback, a resume or a smoke test needs. */
export function makeRecord(desk: Desk, options: EnactOptions, ordered: readonly PlannedObject[]): ReleaseRecord {
  const objects = ordered.map(({ object }) => object);
  const { secretKey, plan, facts } = options;
  return {
    schema: 1,
    id: options.entry.id,
    app: desk.identity.app,
    environment: desk.identity.environment,
    namespaces: facts.namespaces,
    objects: objects.filter((object) => !isSecret(object)),
    secrets:
      secretKey === undefined
        ? (options.secrets ?? [])
        : objects.filter(isSecret).map((secret) => markSecret(secret, secretKey)),
    workloads: objects.filter(isWorkload).map((object) => workloadMark(object, options.entry.id)),
    images: facts.images,
    scansRequired: facts.scansRequired,
    prune: { refs: plan.prune, cap: options.cap },
    takenOver: plan.objects.flatMap(({ ref, taken }) =>
      taken.map((one) => `${keyOf(ref)} ${one.field} from ${one.manager}`),
    ),
    run: facts.run,
    ...(facts.gate === undefined ? {} : { gate: facts.gate }),
  };
}

function workloadMark(object: KubeObject, release: string): WorkloadMark {
  return {
    ref: refOf(object),
    release: templateMarks(object)[releaseAnnotation] ?? release,
    images: Object.fromEntries(containersOf(object).map(({ name, image }) => [name, image])),
  };
}
