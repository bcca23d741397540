/** What is known about an image reference. The brands are interfaces, so that an error prints their names. */
declare const digest: unique symbol;
declare const scanned: unique symbol;
export interface ByDigest {
  readonly [digest]: true;
}
export interface Scanned {
  readonly [scanned]: true;
}
/** `name@sha256:…`, as build-push gives it. */
export type ImageByDigest = string & ByDigest;
/** An image by digest that passed its scan, as trivy-scan gives it. */
export type ScannedImage = ImageByDigest & Scanned;
