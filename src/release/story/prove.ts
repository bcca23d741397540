import type { ReleaseRecord } from "../record/record.ts";
import type { Desk } from "./site.ts";

/** Runs the smoke checks against a release that is applied. */
export type Prove = (desk: Desk, record: ReleaseRecord) => Promise<Proof>;

export interface Proof {
  readonly verdict: "ok" | "findings" | "tool-error";
  readonly message: string;
}
