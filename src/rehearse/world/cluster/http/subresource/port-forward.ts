import type { Duplex } from "node:stream";
import { pipeline } from "node:stream";
import type { KubeObject } from "../../object.ts";
import type { PodAccess } from "../../pod-access.ts";
import { serveSpdy } from "../../spdy/session.ts";

/**
 * `kubectl port-forward`: for each connection the client opens a pair of streams, `error` and `data`, told apart by their
 * headers (protocol portforward.k8s.io).
 */
export function portForward(pods: PodAccess, pod: KubeObject, connection: Duplex, head: Buffer): void {
  const errors = new Map<string, Duplex>();
  serveSpdy(connection, head, ({ headers, stream }) => {
    const id = headers["requestid"] ?? headers["port"] ?? "";
    if (headers["streamtype"] === "error") {
      errors.set(id, stream);
      return;
    }
    const error = errors.get(id);
    errors.delete(id);
    const port = Number(headers["port"]);
    pods.dial(pod, port).then(
      (target) => {
        pipeline(stream, target, () => {});
        pipeline(target, stream, () => error?.end());
      },
      (reason: unknown) => {
        const why = reason instanceof Error ? reason.message : String(reason);
        error?.end(`an error occurred forwarding ${port} -> ${port}: error forwarding port ${port} to pod: ${why}`);
        stream.end();
      },
    );
  });
}
