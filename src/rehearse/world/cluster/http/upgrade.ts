/** Requests that turn their connection into something else: port-forward and exec. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { badRequest, methodNotAllowed, notFound, unauthorized } from "../status/refusals.ts";
import type { Call } from "./call.ts";
import { isResourceCall } from "./dispatch.ts";
import { callOf, type FrontDoor, refusal } from "./front-door.ts";
import { recordOf } from "./request-log.ts";
import { payload } from "./send.ts";
import { exec } from "./subresource/exec.ts";
import { containerOf } from "./subresource/log.ts";
import { portForward } from "./subresource/port-forward.ts";

export async function upgrade(door: FrontDoor, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
  socket.on("error", () => socket.destroy());
  const { call, known } = await callOf(door, request);
  const record = (code: number) => door.requests.add(recordOf(call, door.serving.store.clock.now(), code, []));
  try {
    if (!known) throw unauthorized();
    door.authorize(call);
    const begin = prepared(door, call);
    // kubectl tries WebSockets first and goes on to SPDY when told no.
    if (!/^SPDY\/3\.1$/i.test(request.headers.upgrade ?? ""))
      throw badRequest(`unable to upgrade: only SPDY/3.1 is spoken here, not ${request.headers.upgrade}`);
    record(101);
    const protocols = String(request.headers["x-stream-protocol-version"] ?? "").split(/,\s*/);
    const protocol = protocols.find((one) => one === "v4.channel.k8s.io") ?? protocols[0] ?? "";
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: ${protocol}\r\n\r\n`,
    );
    begin(socket, head);
  } catch (error) {
    const answer = refusal(error);
    record(answer.code);
    const body = payload(answer);
    socket.end(
      Buffer.concat([
        Buffer.from(
          `HTTP/1.1 ${answer.code} Refused\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
        ),
        body,
      ]),
    );
  }
}

function prepared({ serving }: FrontDoor, call: Call): (socket: Duplex, head: Buffer) => void {
  const { store, pods } = serving;
  if (!isResourceCall(call) || call.target.type.resource !== "pods") throw methodNotAllowed();
  const { namespace, name, subresource } = call.target;
  const pod = store.get("pods", namespace, name);
  if (pod === undefined) throw notFound({ group: "", resource: "pods" }, name);
  if (pods === undefined) throw badRequest(`pod ${name} does not run: this cluster has nothing that runs pods`);
  if (subresource === "portforward") return (socket, head) => portForward(pods, pod, socket, head);
  const { exec: run } = pods;
  if (subresource !== "exec" || run === undefined) throw badRequest(`${subresource} is not to be had on this cluster`);
  const container = containerOf(pod, call.query.get("container") ?? "");
  return (socket, head) => exec(run.bind(pods), pod, container, call.query, socket, head);
}
