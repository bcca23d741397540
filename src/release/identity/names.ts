import { createHash } from "node:crypto";
import type { Identity } from "./identity.ts";

const prefix = (identity: Identity) => `tidegate-${identity.app}-${identity.environment}`;

export const headName = (identity: Identity): string => `${prefix(identity)}-head`;
export const leaseName = (identity: Identity): string => `${prefix(identity)}-lease`;
export const keyName = (identity: Identity): string => `${prefix(identity)}-key`;
export const recordName = (identity: Identity, id: string, chunk: number): string =>
  `${prefix(identity)}-r-${id}-${chunk}`;

/** `tidegate-shop-staging-r-1842-1-0` → `{ id: "1842-1", chunk: 0 }`; undefined for a name that is no record's. */
export function parseRecordName(identity: Identity, name: string): { id: string; chunk: number } | undefined {
  const start = `${prefix(identity)}-r-`;
  const found = name.startsWith(start) ? /^(\d+-\d+)-(\d+)$/.exec(name.slice(start.length)) : null;
  return found?.[1] === undefined ? undefined : { id: found[1], chunk: Number(found[2]) };
}

/** `1842-1`: the order it was made under, and which record of that order it is (deploy, its re-run, a rollback…). */
export const releaseId = (order: number, sequence: number): string => `${order}-${sequence}`;

/**
 * Jobs are events, not state: each release runs its own, under a name that ends in the release's id.
 * Kubernetes copies a Job's name into a label, so 63 characters is the end; a longer one is cut and told apart by hash.
 */
export function jobName(name: string, id: string): string {
  const whole = `${name}-${id}`;
  if (whole.length <= 63) return whole;
  const hash = createHash("sha256").update(whole).digest("hex").slice(0, 8);
  const tail = `-${hash}-${id}`;
  return `${name.slice(0, 63 - tail.length)}${tail}`;
}
