import type { Json, JsonObject } from "../json/json.ts";
import type { KubeObject, Ref } from "../kube/object.ts";

/** Of a Secret: that it was there, under which keys, and a keyed digest to see whether it changed. Never a value. */
export interface SecretMark {
  readonly ref: Ref;
  readonly keys: readonly string[];
  readonly digest: string;
}

/** A scan as trivy-scan hands it on, and what was required of it. */
export interface ImageProof {
  readonly name: string;
  readonly digest: string;
  readonly scan?: JsonObject;
}

/** What smoke must find on the pods of one workload. */
export interface WorkloadMark {
  readonly ref: Ref;
  /** The release that last changed this pod template: this one, or an older one when the template did not change. */
  readonly release: string;
  readonly images: Readonly<Record<string, string>>;
}

/** Written once, before the first change; everything needed to bring this release back without anything from outside. */
export interface ReleaseRecord {
  readonly schema: 1;
  readonly id: string;
  readonly app: string;
  readonly environment: string;
  readonly namespaces: readonly string[];
  /** Everything applied, as applied, without the Secrets; in the order of application. */
  readonly objects: readonly KubeObject[];
  readonly secrets: readonly SecretMark[];
  readonly workloads: readonly WorkloadMark[];
  readonly images: readonly ImageProof[];
  readonly scansRequired: boolean;
  /** What its plan said would be pruned, and the cap it was planned with. */
  readonly prune: { readonly refs: readonly { readonly ref: Ref; readonly uid: string }[]; readonly cap: number };
  readonly takenOver: readonly string[];
  readonly run: Readonly<Record<string, string>>;
  readonly gate?: Json;
}

/** Everything the record says is in the cluster: what later releases may prune. */
export function inventory(record: ReleaseRecord): readonly Ref[] {
  return [...record.objects.map(refWithout), ...record.secrets.map((secret) => secret.ref)];
}

function refWithout(object: KubeObject): Ref {
  const namespace = object.metadata["namespace"];
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    name: object.metadata.name,
    ...(typeof namespace === "string" ? { namespace } : {}),
  };
}
