import { randomBytes } from "node:crypto";
import { bundleDigest } from "../bundle/digest.ts";
import { imageProblems, type WantedImage } from "../bundle/images.ts";
import { matchScans } from "../bundle/scans.ts";
import { placeObjects, type Scope } from "../bundle/scope.ts";
import { isSecret, markSecret, secretValues } from "../bundle/secrets.ts";
import { stampObject } from "../bundle/stamp.ts";
import type { Json } from "../json/json.ts";
import type { Kube } from "../kube/kube.ts";
import type { RunKubectl } from "../kube/kubectl.ts";
import { type KubeObject, keyOf, refOf } from "../kube/object.ts";
import type { ImageProof } from "../record/record.ts";
import { secretKey } from "../record/secret-key.ts";
import { render } from "../render/render.ts";
import type { Desk, Site } from "./site.ts";

export interface BundleInput {
  readonly overlay: string;
  readonly images: readonly WantedImage[];
  readonly scans: readonly Json[];
  readonly requireScan: boolean;
  readonly scope: Scope;
}

/** What is to be deployed, checked as far as it can be without writing. */
export interface Bundle {
  readonly objects: readonly KubeObject[];
  readonly undiscovered: ReadonlySet<string>;
  readonly proofs: readonly ImageProof[];
  /** Values that no log may show. */
  readonly masked: readonly string[];
}

export type Prepared =
  | { readonly ok: true; readonly bundle: Bundle }
  | { readonly ok: false; readonly problems: readonly string[] };

export async function prepareBundle(
  input: BundleInput,
  site: Site,
  kube: Kube,
  kubectl: RunKubectl,
): Promise<Prepared> {
  const rendered = await render(input.overlay, input.images, kubectl);
  if (!rendered.ok) return rendered;
  const placed = await placeObjects(rendered.objects, input.scope, kube.find);
  const { proofs, problems } = matchScans(input.images, input.scans, input.requireScan);
  const all = [
    ...placed.problems,
    ...imageProblems(placed.objects, input.images),
    ...problems.map(({ message }) => message),
  ];
  if (all.length > 0) return { ok: false, problems: all };
  const objects = placed.objects.map((object) => stampObject(object, { identity: site.identity }));
  return { ok: true, bundle: { objects, undiscovered: placed.undiscovered, proofs, masked: secretValues(objects) } };
}

/** What goes into a namespace that is yet to be created cannot be tried on the server. */
export function withUntriable(bundle: Bundle, missing: ReadonlySet<string>): Bundle {
  const there = bundle.objects.map(refOf).filter(({ namespace }) => namespace !== undefined && missing.has(namespace));
  return { ...bundle, undiscovered: new Set([...bundle.undiscovered, ...there.map(keyOf)]) };
}

export async function keyFor(desk: Desk, objects: readonly KubeObject[]): Promise<Buffer | undefined> {
  return objects.some(isSecret)
    ? secretKey(desk.kube, desk.namespace, desk.identity, () => randomBytes(32))
    : undefined;
}

export function digestFor(objects: readonly KubeObject[], key: Buffer | undefined): string {
  return bundleDigest(
    objects,
    key === undefined ? [] : objects.filter(isSecret).map((secret) => markSecret(secret, key)),
  );
}
