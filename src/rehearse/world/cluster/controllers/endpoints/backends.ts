import { at } from "../../json/path.ts";
import { type Json, type JsonObject, numberOr, objectsOf, stringOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { hasEnded, isReady, isTerminating } from "../workload/pod.ts";
import { selectsLabels } from "../workload/selector.ts";

/** A pod behind a Service, with the numbers its named ports stand for. */
export interface Backend {
  readonly pod: KubeObject;
  readonly ip: string;
  readonly ready: boolean;
  readonly terminating: boolean;
  readonly ports: readonly BackendPort[];
}

export interface BackendPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

/** The pods a Service selects that have an address; one that is going serves, but is no longer ready for new work. */
export function backendsOf(service: KubeObject, pods: readonly KubeObject[]): readonly Backend[] {
  const matches = selectsLabels(at(service, "spec", "selector"));
  const anyway = at(service, "spec", "publishNotReadyAddresses") === true;
  return pods.flatMap((pod) => {
    const ip = stringOr(at(pod, "status", "podIP"));
    if (ip === undefined || hasEnded(pod) || !matches(pod.metadata.labels ?? {})) return [];
    const terminating = isTerminating(pod);
    return [
      {
        pod,
        ip,
        ready: anyway || (isReady(pod) && !terminating),
        terminating,
        ports: objectsOf(at(service, "spec", "ports")).flatMap((port) => {
          const number = targetOf(port, pod);
          if (number === undefined) return [];
          return [{ name: stringOr(port["name"], ""), port: number, protocol: stringOr(port["protocol"], "TCP") }];
        }),
      },
    ];
  });
}

/** `targetPort` as a number: itself, or the container port of that name; absent, the Service's own. */
export function targetOf(port: JsonObject, pod: KubeObject): number | undefined {
  const target = port["targetPort"] ?? port["port"];
  if (typeof target === "number") return target;
  return containerPorts(pod).find((one) => one.name === target)?.number;
}

function containerPorts(pod: KubeObject): readonly { readonly name: Json | undefined; readonly number: number }[] {
  return objectsOf(at(pod, "spec", "containers")).flatMap((container) =>
    objectsOf(container["ports"]).map((port) => ({
      name: port["name"],
      number: numberOr(port["containerPort"], 0),
    })),
  );
}
