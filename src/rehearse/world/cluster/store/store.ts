/**
 * The one place where objects live. The HTTP layer and the controllers both work through this interface, so a
 * controller's write is defaulted, validated, admitted, versioned, owned (managedFields) and watched like any other.
 *
 * Everything is synchronous: an answer never depends on what else runs. Expected refusals are thrown `StatusError`s.
 */
import type { Clock } from "../clock.ts";
import type { JsonObject } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import type { TypeTable } from "../types/type-table.ts";

/** `pods`, `deployments.apps`: see `typeName`. */
export type TypeName = string;

export interface Store {
  readonly clock: Clock;
  readonly types: TypeTable;

  /** Undefined when absent. Cluster-scoped types take the namespace "". */
  get(type: TypeName, namespace: string, name: string): KubeObject | undefined;
  list(type: TypeName, options?: ListOptions): readonly KubeObject[];
  /** The version of the newest write of anything. */
  resourceVersion(): number;

  create(type: TypeName, object: JsonObject, options?: WriteOptions): KubeObject;
  /** Refused as a conflict when the object carries another resourceVersion than the stored one. */
  update(type: TypeName, object: JsonObject, options?: WriteOptions): KubeObject;
  /** Reads, changes and writes in one; nothing is written when `change` gives the same object back. */
  modify(
    type: TypeName,
    namespace: string,
    name: string,
    change: (current: KubeObject) => JsonObject,
    options?: WriteOptions,
  ): KubeObject;
  /** Server-side apply. */
  apply(type: TypeName, configuration: JsonObject, options: ApplyOptions): Applied;
  delete(type: TypeName, namespace: string, name: string, options?: DeleteOptions): Deleted;

  /** Called after each write, in the order of writes, also for writes made by a listener. The answer ends it. */
  subscribe(type: TypeName | "*", listener: (event: StoreEvent) => void): () => void;
  /** Adds an admission hook; it may change the object (create, update) or throw a StatusError. The answer removes it. */
  admit(hook: AdmissionHook): () => void;

  /** Events after a version, oldest first; undefined when history no longer reaches that far (410). */
  since(type: TypeName, version: number): readonly StoreEvent[] | undefined;
  /** The objects as they were at a version; undefined when history no longer reaches that far. */
  listAt(type: TypeName, version: number, options?: ListOptions): readonly KubeObject[] | undefined;
  /** Forgets all history, as etcd does when compacted: older watches and continue tokens get 410. */
  compact(): void;
}

export interface ListOptions {
  readonly namespace?: string;
  readonly labels?: (labels: Readonly<Record<string, string>>) => boolean;
  readonly where?: (object: KubeObject) => boolean;
}

export interface User {
  readonly name: string;
  readonly groups: readonly string[];
  readonly uid?: string;
}

export interface WriteOptions {
  /** Who owns the fields written: `metadata.managedFields[].manager`. Default: `unknown`. */
  readonly manager?: string;
  /** `status`, `scale`, `finalize`, … */
  readonly subresource?: string;
  readonly dryRun?: boolean;
  readonly user?: User;
  /** Told what the writer should hear although the write is made. */
  readonly warn?: (text: string) => void;
}

export interface ApplyOptions extends WriteOptions {
  readonly manager: string;
  readonly force?: boolean;
}

export interface Applied {
  readonly object: KubeObject;
  readonly created: boolean;
}

export type Propagation = "Background" | "Foreground" | "Orphan";

export interface DeleteOptions {
  readonly propagation?: Propagation;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly gracePeriodSeconds?: number;
  readonly dryRun?: boolean;
  readonly user?: User;
}

export interface Deleted {
  readonly object: KubeObject;
  /** False while finalizers or a pod's grace period hold it. */
  readonly gone: boolean;
}

export interface StoreEvent {
  readonly action: "ADDED" | "MODIFIED" | "DELETED";
  readonly type: TypeName;
  readonly version: number;
  /** For DELETED the last state, carrying the version of the deletion. */
  readonly object: KubeObject;
  readonly previous?: KubeObject;
}

export interface AdmissionRequest {
  readonly operation: "CREATE" | "UPDATE" | "DELETE";
  readonly type: TypeName;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
  /** Absent on DELETE. */
  readonly object?: KubeObject;
  readonly old?: KubeObject;
  readonly user: User;
  readonly dryRun: boolean;
  readonly warn?: (text: string) => void;
}

export type AdmissionHook = (request: AdmissionRequest) => KubeObject | undefined;
