import { isObject, type JsonObject, objectOr, stringOr } from "../json/value.ts";
import { each, fill, through, within } from "./fill.ts";

export function containerDefaults(container: JsonObject): JsonObject {
  return through(
    container,
    (c) =>
      fill(c, {
        terminationMessagePath: "/dev/termination-log",
        terminationMessagePolicy: "File",
        imagePullPolicy: pullPolicy(stringOr(c["image"], "")),
        resources: {},
      }),
    (c) => each(c, "ports", (port) => fill(port, { protocol: "TCP" })),
    (c) => each(c, "env", envDefaults),
    (c) => ["livenessProbe", "readinessProbe", "startupProbe"].reduce((d, probe) => within(d, probe, probeDefaults), c),
    (c) => within(c, "lifecycle", (l) => within(within(l, "postStart", handlerDefaults), "preStop", handlerDefaults)),
  );
}

/** `latest`, said or unsaid, may mean something else tomorrow; a digest never does. */
function pullPolicy(image: string): string {
  if (image.includes("@")) return "IfNotPresent";
  const tag = /:([^:/]+)$/.exec(image)?.[1] ?? "latest";
  return tag === "latest" ? "Always" : "IfNotPresent";
}

/** What a container may use at most is asked for too, in a pod; a template is left as it was written. */
export function requestsFromLimits(resources: JsonObject): JsonObject {
  const limits = resources["limits"];
  if (!isObject(limits) || Object.keys(limits).length === 0) return resources;
  const requests = fill(objectOr(resources["requests"]), limits);
  return requests === resources["requests"] ? resources : { ...resources, requests };
}

function envDefaults(variable: JsonObject): JsonObject {
  return within(variable, "valueFrom", (from) => within(from, "fieldRef", (ref) => fill(ref, { apiVersion: "v1" })));
}

function probeDefaults(probe: JsonObject): JsonObject {
  const timed = fill(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
  return within(handlerDefaults(timed), "grpc", (grpc) => fill(grpc, { service: "" }));
}

function handlerDefaults(handler: JsonObject): JsonObject {
  return within(handler, "httpGet", (get) => fill(get, { path: "/", scheme: "HTTP" }));
}
