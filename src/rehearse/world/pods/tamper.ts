import type { KubeObject } from "../cluster/object.ts";

/** What a fault does to a container; nothing of it unless said. */
export interface Tampering {
  /** its image is gone from the registry */
  readonly missing?: boolean;
  readonly startsLateMs?: number;
  /** ends at once with this code, after this line */
  readonly crash?: { readonly code: number; readonly line: string };
  readonly neverReady?: boolean;
}

/** Asked at each pull and start of a container. */
export type Tamper = (pod: KubeObject, container: { readonly name: string; readonly image: string }) => Tampering;

export const untouched: Tamper = () => ({});
