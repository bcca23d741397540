import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import { notFound } from "../status/refusals.ts";
import { typeTable } from "../types/type-table.ts";
import { applyConfiguration } from "./apply.ts";
import { create } from "./create.ts";
import { remove } from "./deletion.ts";
import { ground } from "./ground.ts";
import { asObjectOf } from "./identity.ts";
import { chosen } from "./rows.ts";
import type { Store } from "./store.ts";
import { update, write } from "./update.ts";

export interface ObjectStoreOptions {
  readonly clock: Clock;
  readonly uid?: () => string;
  /** Events kept for watches and continue tokens; older ones answer 410. */
  readonly kept?: number;
}

export function objectStore(options: ObjectStoreOptions): Store {
  const { clock, uid = randomUUID, kept = 50_000 } = options;
  const types = typeTable();
  const base = ground({ clock, types, uid, kept });
  return {
    clock,
    types,
    get: (type, namespace, name) => base.rows.get(type, namespace, name),
    list: (type, wanted = {}) => chosen(base.rows.all(type), wanted),
    resourceVersion: () => base.version(),
    create: (type, object, how = {}) => create(base, types.named(type), object, how),
    update: (type, object, how = {}) => update(base, types.named(type), object, how),
    modify: (name, namespace, objectName, change, how = {}) => {
      const type = types.named(name);
      const current = base.rows.get(name, namespace, objectName);
      if (current === undefined) throw notFound(type, objectName);
      const next = change(current);
      return next === current ? current : write(base, type, current, asObjectOf(type, next), how);
    },
    apply: (type, configuration, how) => applyConfiguration(base, types.named(type), configuration, how),
    delete: (type, namespace, name, how = {}) => remove(base, types.named(type), namespace, name, how),
    subscribe: (type, listener) => base.subscribe(type, listener),
    admit: (hook) => base.addHook(hook),
    since: (type, version) => base.history.since(type, version),
    listAt: (type, version, wanted = {}) => {
      const then = base.history.rewind(type, base.rows.all(type), version);
      return then === undefined ? undefined : chosen(then, wanted);
    },
    compact: () => base.history.compact(base.version()),
  };
}
