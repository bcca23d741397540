import type { Clock } from "../clock.ts";
import type { KubeObject } from "../object.ts";
import type { TypeTable } from "../types/type-table.ts";
import { type History, history } from "./history.ts";
import { type Rows, rows } from "./rows.ts";
import type { AdmissionHook, AdmissionRequest, StoreEvent, TypeName } from "./store.ts";

/** What the store's writes share: objects, versions, history, hooks, listeners. */
export interface Ground {
  readonly clock: Clock;
  readonly types: TypeTable;
  readonly rows: Rows;
  readonly history: History;
  version(): number;
  admit(request: AdmissionRequest): KubeObject | undefined;
  addHook(hook: AdmissionHook): () => void;
  subscribe(type: TypeName | "*", listener: (event: StoreEvent) => void): () => void;
  /** Writes, versions, remembers and tells. Gives the object with its new version. */
  commit(action: StoreEvent["action"], type: TypeName, object: KubeObject, previous?: KubeObject): KubeObject;
  uid(): string;
}

export interface GroundOptions {
  readonly clock: Clock;
  readonly types: TypeTable;
  readonly uid: () => string;
  /** Events kept for watches and continue tokens. */
  readonly kept: number;
}

export function ground(options: GroundOptions): Ground {
  const { clock, types, uid, kept } = options;
  const here = rows();
  const past = history(kept);
  const hooks = new Set<AdmissionHook>();
  const listeners = new Set<{ readonly type: TypeName | "*"; readonly tell: (event: StoreEvent) => void }>();
  const untold: StoreEvent[] = [];
  let telling = false;
  let version = 100;

  // A listener may write; what it causes is told after the present event has reached everyone, so all see one order.
  const tell = () => {
    if (telling) return;
    telling = true;
    try {
      for (let event = untold.shift(); event !== undefined; event = untold.shift())
        for (const listener of [...listeners])
          if (listener.type === "*" || listener.type === event.type) listener.tell(event);
    } finally {
      telling = false;
    }
  };

  return {
    clock,
    types,
    rows: here,
    history: past,
    uid,
    version: () => version,
    addHook: (hook) => {
      hooks.add(hook);
      return () => hooks.delete(hook);
    },
    admit: (request) => {
      let { object } = request;
      for (const hook of hooks) object = hook({ ...request, ...(object ? { object } : {}) }) ?? object;
      return object;
    },
    subscribe: (type, listener) => {
      const entry = { type, tell: listener };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    commit: (action, type, object, previous) => {
      version += 1;
      const written = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
      if (action === "DELETED") here.remove(type, written);
      else here.put(type, written);
      const event = { action, type, version, object: written, ...(previous === undefined ? {} : { previous }) };
      past.add(event);
      untold.push(event);
      tell();
      return written;
    },
  };
}
