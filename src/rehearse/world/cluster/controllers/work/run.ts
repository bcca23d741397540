import type { Store, StoreEvent } from "../../store/store.ts";
import type { Controller, Desk } from "./controller.ts";
import { eventRecorder } from "./events.ts";
import type { Key } from "./key.ts";
import { type Queue, queue } from "./queue.ts";

export type Unexpected = (error: unknown, where: string) => void;

/** Runs controllers on a store until stopped; what was there before them is looked at first. */
export function runControllers(
  store: Store,
  controllers: readonly Controller[],
  unexpected: Unexpected,
): { stop(): void } {
  const endings: (() => void)[] = [];
  for (const controller of controllers) {
    const desk: Desk = {
      store,
      events: eventRecorder(store, controller.name),
      now: () => store.clock.now(),
    };
    const keys: Queue = queue(
      store.clock,
      (key: Key) => controller.reconcile(desk, key),
      (error, key) => unexpected(error, `${controller.name} at ${key.namespace}/${key.name}`),
    );
    for (const [type, concerned] of Object.entries(controller.watches)) {
      const wake = (event: StoreEvent) => {
        for (const key of concerned(event, store)) keys.add(key);
      };
      endings.push(store.subscribe(type, wake));
      for (const object of store.list(type)) wake({ action: "ADDED", type, version: store.resourceVersion(), object });
    }
    endings.push(() => keys.stop());
  }
  return {
    stop: () => {
      for (const end of endings) end();
    },
  };
}
