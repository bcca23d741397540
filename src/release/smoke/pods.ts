import { releaseAnnotation } from "../identity/marks.ts";
import { mapAt, numberAt, objectsAt, textAt } from "../json/json.ts";
import { type KubeObject, refOf } from "../kube/object.ts";
import type { ReleaseRecord, WorkloadMark } from "../record/record.ts";
import { conditionOf } from "../wait/condition.ts";
import { matches } from "../wait/pods.ts";

/** Is this pod really of this release? */
export type PodProof =
  | { readonly state: "proven" }
  | { readonly state: "unproven"; readonly why: string }
  | { readonly state: "wrong"; readonly why: string };

/** The digests under which a runtime may report an image: of the index, and of each platform in it. */
export type KnownDigests = ReadonlyMap<string, ReadonlySet<string>>;

/** Its annotation names the release, its image is the one deployed, and what the runtime says it runs is that very image. */
export function provePod(pod: KubeObject, mark: WorkloadMark, known: KnownDigests): PodProof {
  const release = textAt(pod, "metadata", "annotations", releaseAnnotation);
  if (release !== mark.release)
    return { state: "wrong", why: `it is of release ${release ?? "(none)"}, not ${mark.release}` };
  const running = new Map(
    objectsAt(pod, "spec", "containers").map((one) => [textAt(one, "name") ?? "", textAt(one, "image") ?? ""]),
  );
  for (const [name, image] of running) {
    // a container that an admission webhook put in (a sidecar) is none of the release's
    const wanted = mark.images[name];
    if (wanted !== undefined && wanted !== image)
      return { state: "wrong", why: `container ${name} has image ${image}, not ${wanted}` };
  }
  return proveDigests(pod, mark, known);
}

function proveDigests(pod: KubeObject, mark: WorkloadMark, known: KnownDigests): PodProof {
  for (const status of objectsAt(pod, "status", "containerStatuses")) {
    const name = textAt(status, "name") ?? "";
    const wanted = mark.images[name];
    const digest = wanted?.split("@")[1];
    if (wanted === undefined || digest === undefined) continue;
    const imageId = textAt(status, "imageID") ?? "";
    const actual = /sha256:[0-9a-f]{64}$/.exec(imageId)?.[0];
    if (actual === digest) continue;
    const resolved = known.get(wanted);
    if (actual !== undefined && resolved?.has(actual) === true) continue;
    if (resolved === undefined)
      return {
        state: "unproven",
        why: `container ${name} runs ${imageId || "(not reported)"}, and the registry could not say whether that is ${digest}`,
      };
    return { state: "wrong", why: `container ${name} runs ${imageId}, which is not ${digest}` };
  }
  return { state: "proven" };
}

export const isReady = (pod: KubeObject): boolean =>
  textAt(pod, "metadata", "deletionTimestamp") === undefined && conditionOf(pod, "Ready")?.status === "True";

export function selects(service: KubeObject, pod: KubeObject): boolean {
  const wanted = Object.entries(mapAt(service, "spec", "selector"));
  const labels = mapAt(pod, "metadata", "labels");
  return (
    wanted.length > 0 &&
    wanted.every(([key, value]) => labels[key] === value) &&
    refOf(pod).namespace === refOf(service).namespace
  );
}

/** The workload of the release that this pod belongs to. */
export function markOf(record: ReleaseRecord, pod: KubeObject): WorkloadMark | undefined {
  const workload = record.objects.find(
    (object) =>
      matches(object, pod) &&
      refOf(object).namespace === refOf(pod).namespace &&
      object.kind !== "NetworkPolicy" &&
      object.kind !== "PodDisruptionBudget",
  );
  return record.workloads.find(({ ref }) => ref.kind === workload?.kind && ref.name === workload.metadata.name);
}

/** The container port behind a Service's port: `http` or 80 → 3000. */
export function targetPort(
  service: KubeObject,
  port: string | number | undefined,
  pod: KubeObject,
): number | undefined {
  const ports = objectsAt(service, "spec", "ports");
  const found =
    port === undefined
      ? ports[0]
      : ports.find((one) => String(numberAt(one, "port")) === String(port) || textAt(one, "name") === String(port));
  if (found === undefined) return undefined;
  const target = numberAt(found, "targetPort") ?? textAt(found, "targetPort") ?? numberAt(found, "port");
  if (typeof target === "number") return target;
  const named = objectsAt(pod, "spec", "containers").flatMap((one) => objectsAt(one, "ports"));
  return numberAt(
    named.find((one) => textAt(one, "name") === target),
    "containerPort",
  );
}

export const restartsOf = (pods: readonly KubeObject[]): number =>
  pods
    .flatMap((pod) => objectsAt(pod, "status", "containerStatuses"))
    .reduce((sum, status) => sum + (numberAt(status, "restartCount") ?? 0), 0);
