/** What is known about an image. The brands are interfaces, so that an error prints their names. */
import type { Digest } from "../spec/index.ts";

declare const scanned: unique symbol;
declare const scan: unique symbol;
declare const tag: unique symbol;
export interface Scanned {
  readonly [scanned]: true;
}
/** A digest that passed its scan, as trivy-scan gives it. */
export type ScannedDigest = Digest & Scanned;
/** What a scan said about one image, as JSON text. */
export type ScanResult = string & { readonly [scan]: true };
/** A name with a tag: it may be another image tomorrow. */
export type ImageByTag = string & { readonly [tag]: true };
export type { Digest };
