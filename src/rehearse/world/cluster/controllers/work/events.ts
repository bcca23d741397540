import { timestamp } from "../../clock.ts";
import { put } from "../../json/path.ts";
import { numberOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { isStatusError } from "../../status/status-error.ts";
import type { Store } from "../../store/store.ts";

export interface Events {
  normal(about: KubeObject, reason: string, message: string, fieldPath?: string): void;
  warning(about: KubeObject, reason: string, message: string, fieldPath?: string): void;
}

/**
 * Writes `v1` Events. The same thing said again about the same object raises the count of the first, as client-go's
 * correlator does; nothing is said in a namespace that is ending.
 */
export function eventRecorder(store: Store, component: string, host?: string): Events {
  const said = new Map<string, string>();

  const record = (type: string, about: KubeObject, reason: string, message: string, fieldPath = "") => {
    const namespace = about.metadata.namespace ?? "default";
    const id = [about.metadata.uid, fieldPath, type, reason, message].join("\n");
    const known = said.get(id);
    const now = timestamp(store.clock);
    try {
      if (known !== undefined && store.get("events", namespace, known) !== undefined) {
        store.modify("events", namespace, known, (event) =>
          put(put(event, ["count"], numberOr(event["count"], 1) + 1), ["lastTimestamp"], now),
        );
        return;
      }
      // unique among all who record: the version grows with each write
      const name = `${about.metadata.name}.${store.clock.now().toString(16)}${store.resourceVersion().toString(16)}`;
      said.set(id, name);
      store.create(
        "events",
        {
          metadata: { name, namespace },
          involvedObject: {
            kind: about.kind,
            ...(about.metadata.namespace === undefined ? {} : { namespace }),
            name: about.metadata.name,
            uid: about.metadata.uid,
            apiVersion: about.apiVersion,
            resourceVersion: about.metadata.resourceVersion,
            ...(fieldPath === "" ? {} : { fieldPath }),
          },
          reason,
          message,
          source: { component, ...(host === undefined ? {} : { host }) },
          firstTimestamp: now,
          lastTimestamp: now,
          count: 1,
          type,
          eventTime: null,
          reportingComponent: component,
          reportingInstance: host ?? "",
        },
        { manager: component },
      );
    } catch (error) {
      if (!isStatusError(error)) throw error;
    }
  };

  return {
    normal: (about, reason, message, fieldPath) => record("Normal", about, reason, message, fieldPath),
    warning: (about, reason, message, fieldPath) => record("Warning", about, reason, message, fieldPath),
  };
}
