import { createHash } from "node:crypto";
import type { Identity } from "./identity.ts";

/** Labels and annotations by which an object, and a pod, tells whose it is. */
const domain = "tidegate.github.io";

export const appLabel = `${domain}/app`;
export const environmentLabel = `${domain}/environment`;
export const releaseAnnotation = `${domain}/release`;
export const commitAnnotation = `${domain}/commit`;
/** The lease's epoch under which the object was last written: what the optional admission policy compares. */
export const epochAnnotation = `${domain}/epoch`;

/** The part of an annotation's key after the slash ends at 63 characters; a container's name alone may have 63. */
export function imageAnnotation(container: string): string {
  const short = container.length <= 57;
  const tail = short ? "" : `-${createHash("sha256").update(container).digest("hex").slice(0, 8)}`;
  return `${domain}/image.${short ? container : container.slice(0, 48)}${tail}`;
}

/** Only these are ours: a user may well have others under the same domain. */
export const isOurs = (key: string): boolean =>
  [appLabel, environmentLabel, releaseAnnotation, commitAnnotation, epochAnnotation].includes(key) ||
  key.startsWith(`${domain}/image.`);

export function labels(identity: Identity): Readonly<Record<string, string>> {
  return { [appLabel]: identity.app, [environmentLabel]: identity.environment };
}

export function selector(identity: Identity): string {
  return `${appLabel}=${identity.app},${environmentLabel}=${identity.environment}`;
}

export const manager = (identity: Identity): string => `tidegate:${identity.app}:${identity.environment}`;

/** Holds `replicas` while an autoscaler takes the field over, so that it never falls to the default of 1. */
export const replicasManager = (identity: Identity): string => `${manager(identity)}:replicas`;
export const managedBy = (name: string): boolean => name.startsWith("tidegate:");
