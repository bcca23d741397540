import { equal } from "../../json/equal.ts";
import { at, put } from "../../json/path.ts";
import { type Json, type JsonObject, objectOr, stringsOf } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { attempt } from "../work/attempt.ts";
import type { Desk } from "../work/controller.ts";
import { controllerManager, writeStatus } from "../work/status.ts";
import { conditionOf } from "../workload/condition.ts";
import { controllerReference } from "../workload/owner.ts";
import { hashOf } from "../workload/template.ts";
import { collisionsOf, newestAnnotations, revisionKey, revisionOf } from "./annotations.ts";
import { withUpdated } from "./progress.ts";
import { newestReplicas } from "./rolling.ts";
import { byCreation, specOf } from "./view.ts";

export const hashLabel = "pod-template-hash";

/** The set whose template is the Deployment's; the oldest, should there be two. */
export function findNewest(deployment: KubeObject, sets: readonly KubeObject[]): KubeObject | undefined {
  const template = specOf(deployment).template;
  return byCreation(sets).find((set) => equal(withoutHash(at(set, "spec", "template")), withoutHash(template)));
}

function withoutHash(template: Json | undefined): JsonObject {
  const bare = put(objectOr(template), ["metadata", "labels", hashLabel], undefined);
  return put(bare, ["metadata", "creationTimestamp"], undefined);
}

const latest = (sets: readonly KubeObject[]) => sets.reduce((most, set) => Math.max(most, revisionOf(set)), 0);

/** Gives the found set its number and the Deployment's annotations; a set that comes back gets a new number. */
export function renewNewest(
  desk: Desk,
  deployment: KubeObject,
  newest: KubeObject,
  old: readonly KubeObject[],
): KubeObject {
  const revision = Math.max(latest(old) + 1, revisionOf(newest));
  const annotations = newestAnnotations(deployment, newest, revision);
  const { namespace = "", name } = newest.metadata;
  const renewed = desk.store.modify(
    "replicasets.apps",
    namespace,
    name,
    (set) =>
      put(
        equal(set.metadata.annotations ?? {}, annotations)
          ? set
          : { ...set, metadata: { ...set.metadata, annotations } },
        ["spec", "minReadySeconds"],
        specOf(deployment).minReadySeconds || undefined,
      ),
    { manager: controllerManager },
  );
  numberDeployment(desk, deployment, revisionOf(renewed));
  const found = { reason: "FoundNewReplicaSet", message: `Found new replica set "${name}"` };
  if (conditionOf(at(deployment, "status", "conditions"), "Progressing") === undefined) say(desk, deployment, found);
  return renewed;
}

export function createNewest(desk: Desk, deployment: KubeObject, old: readonly KubeObject[]): KubeObject | undefined {
  const { store } = desk;
  const spec = specOf(deployment);
  const hash = hashOf(withoutHash(spec.template), collisionsOf(deployment));
  const name = `${deployment.metadata.name}-${hash}`;
  const revision = latest(old) + 1;
  const labels = { ...stringsOf(at(spec.template, "metadata", "labels")), [hashLabel]: hash };
  const made = attempt(() =>
    store.create(
      "replicasets.apps",
      {
        metadata: {
          name,
          namespace: deployment.metadata.namespace ?? "",
          labels,
          annotations: newestAnnotations(deployment, undefined, revision),
          ownerReferences: [controllerReference(deployment)],
        },
        spec: {
          replicas: newestReplicas(spec, undefined, old),
          ...(spec.minReadySeconds === 0 ? {} : { minReadySeconds: spec.minReadySeconds }),
          selector: put(objectOr(spec.selector), ["matchLabels", hashLabel], hash),
          template: put(objectOr(spec.template), ["metadata", "labels"], labels),
        },
      },
      { manager: controllerManager },
    ),
  );
  if (made.ok) {
    const size = newestReplicas(spec, undefined, old);
    if (size > 0)
      desk.events.normal(deployment, "ScalingReplicaSet", `Scaled up replica set ${name} from 0 to ${size}`);
    numberDeployment(desk, deployment, revision);
    say(desk, deployment, { reason: "NewReplicaSetCreated", message: `Created new replica set "${name}"` });
    return made.value;
  }
  if (made.refusal.reason === "AlreadyExists") collide(desk, deployment);
  else if (!made.refusal.details?.causes?.some((cause) => cause.reason === "NamespaceTerminating"))
    say(desk, deployment, { reason: "ReplicaSetCreateError", message: made.refusal.message, status: "False" });
  return undefined;
}

/** The name is taken by a set with another template: the next hash is salted. */
function collide(desk: Desk, deployment: KubeObject): void {
  const status = { ...objectOr(deployment["status"]), collisionCount: collisionsOf(deployment) + 1 };
  writeStatus(desk.store, "deployments.apps", deployment, status);
}

function numberDeployment(desk: Desk, deployment: KubeObject, revision: number): void {
  if (revisionOf(deployment) === revision) return;
  const { namespace = "", name } = deployment.metadata;
  desk.store.modify(
    "deployments.apps",
    namespace,
    name,
    (current) => put(current, ["metadata", "annotations", revisionKey], String(revision)),
    // written through /status, where annotations may be changed without a new generation
    { manager: controllerManager, subresource: "status" },
  );
}

interface Said {
  readonly reason: string;
  readonly message: string;
  readonly status?: "True" | "False" | "Unknown";
}

/** The condition Progressing, said at once. Only where the Deployment has a deadline. */
export function say(desk: Desk, deployment: KubeObject, said: Said): void {
  if (specOf(deployment).deadline === undefined) return;
  const { namespace = "", name } = deployment.metadata;
  desk.store.modify(
    "deployments.apps",
    namespace,
    name,
    (current) => {
      const conditions = withUpdated(
        at(current, "status", "conditions"),
        { type: "Progressing", status: said.status ?? "True", reason: said.reason, message: said.message },
        desk.now(),
      );
      return put(current, ["status", "conditions"], conditions);
    },
    { manager: controllerManager, subresource: "status" },
  );
}
