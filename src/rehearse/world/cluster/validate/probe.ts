import { isObject, type Json } from "../json/value.ts";
import type { Cause } from "../status/status-error.ts";
import { bad, notAllowed, required } from "./cause.ts";
import { negatives, portRefCauses } from "./numbers.ts";

const handlers = ["exec", "httpGet", "tcpSocket", "grpc"];

/** `once`: a probe that ends or delays a container knows one success only. */
export function probeCauses(path: string, probe: Json | undefined, once: boolean): readonly Cause[] {
  if (!isObject(probe)) return [];
  const given = handlers.filter((handler) => probe[handler] !== undefined);
  const [, ...more] = given;
  return [
    ...(given.length === 0 ? [required(path, "must specify a handler type")] : []),
    ...more.map((handler) => notAllowed(`${path}.${handler}`, "may not specify more than 1 handler type")),
    ...["httpGet", "tcpSocket", "grpc"].flatMap((handler) => {
      const action = probe[handler];
      return isObject(action) && !more.includes(handler)
        ? portRefCauses(`${path}.${handler}.port`, action["port"])
        : [];
    }),
    ...negatives(probe, path, [
      "initialDelaySeconds",
      "timeoutSeconds",
      "periodSeconds",
      "successThreshold",
      "failureThreshold",
    ]),
    ...(once && typeof probe["successThreshold"] === "number" && probe["successThreshold"] > 1
      ? [bad(`${path}.successThreshold`, probe["successThreshold"], "must be 1")]
      : []),
  ];
}
