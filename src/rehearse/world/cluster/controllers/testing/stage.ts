import { type ManualClock, manualClock } from "../../clock.ts";
import { at } from "../../json/path.ts";
import { type Json, type JsonObject, objectsOf, stringOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { objectStore } from "../../store/object-store.ts";
import type { Store } from "../../store/store.ts";
import { type ControllersOptions, type RunningControllers, startControllers } from "../controllers.ts";
import type { Script } from "../scripted/script.ts";
import { scriptedRuntime } from "../scripted/scripted-runtime.ts";

/** A store with every controller on it and a clock that stands still: nothing happens until time passes. */
export interface Stage {
  readonly store: Store;
  readonly clock: ManualClock;
  readonly running: RunningControllers;
  /** Lets everything happen that needs no time. */
  settle(): void;
  pods(): readonly KubeObject[];
  /** `reason: message` of all events about an object of this name, oldest first. */
  said(name: string): readonly string[];
  get(type: string, name: string): KubeObject;
}

export const namespace = "shop";

export function stage(script: Script = () => undefined, options: Partial<ControllersOptions> = {}): Stage {
  const clock = manualClock();
  const store = objectStore({ clock });
  store.create("namespaces", { metadata: { name: namespace } });
  const running = startControllers(store, {
    runtime: scriptedRuntime(clock, script),
    unexpected: (error) => {
      throw error;
    },
    ...options,
  });
  clock.advance(0);
  return {
    store,
    clock,
    running,
    settle: () => clock.advance(0),
    pods: () => store.list("pods", { namespace }),
    said: (name) =>
      store
        .list("events", { namespace, where: (event) => at(event, "involvedObject", "name") === name })
        .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
        .map((event) => `${stringOr(event["reason"], "")}: ${stringOr(event["message"], "")}`),
    get: (type, name) => {
      const found = store.get(type, namespace, name);
      if (found === undefined) throw new Error(`no ${type} "${name}"`);
      return found;
    },
  };
}

export function deployment(name: string, spec: JsonObject = {}, container: JsonObject = {}): JsonObject {
  return {
    metadata: { name, namespace },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: "main", image: "web:1", ...container }] },
      },
      ...spec,
    },
  };
}

/** `Available True MinimumReplicasAvailable`, one a condition. */
export const conditions = (object: KubeObject): readonly string[] =>
  objectsOf(at(object, "status", "conditions")).map((condition) =>
    [condition["type"], condition["status"], condition["reason"]].filter((word) => word !== undefined).join(" "),
  );

export const counts = (object: KubeObject, ...names: readonly string[]): readonly Json[] =>
  names.map((name) => at(object, "status", name) ?? 0);
