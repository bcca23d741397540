import { put } from "../../json/path.ts";
import { type JsonObject, objectOr, objectsOf, stringOr, stringsOf } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import type { Store } from "../../store/store.ts";
import { revisionLabel, templateOf } from "../revision/revision.ts";
import { attempt } from "../work/attempt.ts";
import type { Desk } from "../work/controller.ts";
import { controllerManager } from "../work/status.ts";
import { podOf } from "../workload/template.ts";
import { specOf } from "./view.ts";

const claimName = (template: JsonObject, pod: string) =>
  `${stringOr(objectOr(template["metadata"])["name"], "")}-${pod}`;

/** The pod of one ordinal, of one revision's template, with the claims that are its own. */
export function statefulPod(set: KubeObject, revision: KubeObject, ordinal: number): JsonObject {
  const name = `${set.metadata.name}-${ordinal}`;
  const claims = specOf(set).claimTemplates;
  const pod = podOf(set, templateOf(revision), {
    name,
    labels: {
      [revisionLabel]: revision.metadata.name,
      "statefulset.kubernetes.io/pod-name": name,
      "apps.kubernetes.io/pod-index": String(ordinal),
    },
  });
  const spec = objectOr(pod["spec"]);
  const own = claims.map((template) => ({
    name: stringOr(objectOr(template["metadata"])["name"], ""),
    persistentVolumeClaim: { claimName: claimName(template, name) },
  }));
  const others = objectsOf(spec["volumes"]).filter((volume) => !own.some((one) => one.name === volume["name"]));
  return put(pod, ["spec"], {
    ...spec,
    hostname: name,
    subdomain: stringOr(objectOr(set["spec"])["serviceName"], ""),
    ...(own.length + others.length === 0 ? {} : { volumes: [...own, ...others] }),
  });
}

/** Makes the claims first, then the pod. False: something was refused. */
export function createPod(desk: Desk, set: KubeObject, revision: KubeObject, ordinal: number): boolean {
  const name = `${set.metadata.name}-${ordinal}`;
  const how = { manager: controllerManager };
  for (const template of specOf(set).claimTemplates) {
    const made = attempt(() => ensureClaim(desk.store, set, template, name));
    if (!made.ok) return say(desk, set, "Claim", name, made.refusal.message);
  }
  const made = attempt(() => desk.store.create("pods", statefulPod(set, revision, ordinal), how));
  if (!made.ok) return say(desk, set, "Pod", name, made.refusal.message);
  desk.events.normal(set, "SuccessfulCreate", `create Pod ${name} in StatefulSet ${set.metadata.name} successful`);
  return true;
}

function say(desk: Desk, set: KubeObject, what: string, name: string, why: string): false {
  const { name: own } = set.metadata;
  desk.events.warning(set, "FailedCreate", `create ${what} ${name} in StatefulSet ${own} failed error: ${why}`);
  return false;
}

function ensureClaim(store: Store, set: KubeObject, template: JsonObject, pod: string): void {
  const namespace = set.metadata.namespace ?? "";
  const name = claimName(template, pod);
  if (store.get("persistentvolumeclaims", namespace, name) !== undefined) return;
  const metadata = objectOr(template["metadata"]);
  const labels = {
    ...stringsOf(metadata["labels"]),
    ...stringsOf(objectOr(objectOr(set["spec"])["selector"])["matchLabels"]),
  };
  store.create(
    "persistentvolumeclaims",
    { metadata: { ...metadata, name, namespace, labels }, spec: objectOr(template["spec"]) },
    { manager: controllerManager },
  );
}
