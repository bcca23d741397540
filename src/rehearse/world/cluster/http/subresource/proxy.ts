/** The API server as a way in: `…/services/NAME:PORT/proxy/PATH` and `…/pods/NAME:PORT/proxy/PATH`. */
import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { at } from "../../json/path.ts";
import { type Json, numberOr, objectsOf, stringOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import type { PodAccess } from "../../pod-access.ts";
import { badRequest, notFound, unavailable } from "../../status/refusals.ts";
import type { Store } from "../../store/store.ts";
import type { Answer, ResourceCall } from "../call.ts";
import type { Serving } from "../serving.ts";

interface Backend {
  readonly pod: KubeObject;
  readonly port: number;
}

export async function proxy({ store, pods }: Serving, call: ResourceCall): Promise<Answer> {
  const { type, namespace, name: given, rest } = call.target;
  if (pods === undefined) throw unavailable("this cluster has nothing that runs pods");
  const { name, port } = partsOf(given);
  const backend =
    type.resource === "pods" ? podBackend(store, namespace, name, port) : serviceBackend(store, namespace, name, port);
  const socket = await dial(pods, backend);
  return { stream: (request, response) => relay(call, rest, socket, request, response) };
}

/** `[scheme:]name[:port]` */
function partsOf(given: string): { readonly name: string; readonly port: string } {
  const parts = given.split(":");
  if (parts.length === 3) return { name: parts[1] ?? "", port: parts[2] ?? "" };
  return { name: parts[0] ?? "", port: parts[1] ?? "" };
}

function podBackend(store: Store, namespace: string, name: string, port: string): Backend {
  const pod = store.get("pods", namespace, name);
  if (pod === undefined) throw notFound({ group: "", resource: "pods" }, name);
  const first = objectsOf(at(pod, "spec", "containers")).flatMap((one) => objectsOf(one["ports"]))[0];
  return { pod, port: port === "" ? numberOr(first?.["containerPort"], 80) : portNumber(pod, port) };
}

function serviceBackend(store: Store, namespace: string, name: string, asked: string): Backend {
  const service = store.get("services", namespace, name);
  if (service === undefined) throw notFound({ group: "", resource: "services" }, name);
  const ports = objectsOf(at(service, "spec", "ports"));
  const port = ports.find((one) => asked === "" || String(one["port"]) === asked || one["name"] === asked);
  if (port === undefined || (asked === "" && ports.length > 1))
    throw unavailable(`no service port ${JSON.stringify(asked)} found for service ${JSON.stringify(name)}`);
  const slices = store.list("endpointslices.discovery.k8s.io", {
    namespace,
    labels: (labels) => labels["kubernetes.io/service-name"] === name,
  });
  const endpoints = slices.flatMap((slice) => objectsOf(slice["endpoints"]));
  for (const endpoint of endpoints) {
    if (at(endpoint, "conditions", "ready") === false) continue;
    const pod = store.get("pods", namespace, stringOr(at(endpoint, "targetRef", "name"), ""));
    if (pod !== undefined) return { pod, port: portNumber(pod, port["targetPort"] ?? port["port"]) };
  }
  throw unavailable(`no endpoints available for service ${JSON.stringify(name)}`);
}

/** A port by its number, or by the name a container gives it. */
function portNumber(pod: KubeObject, port: Json | undefined): number {
  const number = Number(port);
  if (Number.isInteger(number)) return number;
  const named = objectsOf(at(pod, "spec", "containers"))
    .flatMap((one) => objectsOf(one["ports"]))
    .find((one) => one["name"] === port);
  if (named === undefined) throw badRequest(`pod ${pod.metadata.name} has no port named ${JSON.stringify(port)}`);
  return numberOr(named["containerPort"], 0);
}

async function dial(pods: PodAccess, { pod, port }: Backend): Promise<Duplex> {
  try {
    return await pods.dial(pod, port);
  } catch (error) {
    throw unavailable(`error trying to reach service: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function relay(
  call: ResourceCall,
  rest: string,
  socket: Duplex,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { authorization: _a, host: _h, connection: _c, ...headers } = call.headers;
  const query = call.query.toString();
  const path = `${rest === "" ? "/" : rest}${query === "" ? "" : `?${query}`}`;
  const outgoing = httpRequest(
    { createConnection: () => socket, method: call.method, path, headers: { ...headers, host: "cluster" } },
    (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, incoming.headers);
      incoming.pipe(response);
    },
  );
  outgoing.on("error", () => request.socket.destroy());
  response.on("close", () => outgoing.destroy());
  outgoing.end(call.body);
}
