import { connect, createServer } from "node:net";
import type { Duplex } from "node:stream";
import type { KubeObject } from "../cluster/object.ts";
import type { Container } from "./container-spec.ts";

/** A port of loopback that is free now; the kernel does not give the same one again soon. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const bound = server.address();
      const port = bound === null || typeof bound === "string" ? 0 : bound.port;
      server.close(() => resolve(port));
    });
  });
}

/** Which port of this machine stands for which of a pod. */
export class PodPorts {
  /** by the pod's uid: port of the container → port of this machine */
  readonly #pods = new Map<string, Map<number, number>>();

  /** A port of this machine for each port of the container; one that declares none is told by its `PORT`. */
  async open(pod: KubeObject, container: Container, implied: string | undefined): Promise<ReadonlyMap<number, number>> {
    const uid = pod.metadata.uid ?? "";
    const held = this.#pods.get(uid) ?? new Map<number, number>();
    this.#pods.set(uid, held);
    const declared = container.ports.map((port) => port.containerPort);
    const wanted = declared.length > 0 ? declared : /^\d+$/.test(implied ?? "") ? [Number(implied)] : [];
    const own = new Map<number, number>();
    for (const port of wanted) own.set(port, await freePort());
    for (const [port, local] of own) held.set(port, local);
    return own;
  }

  /** By number, or by the name that the container gives it. */
  local(pod: KubeObject, container: Container, port: number | string): number | undefined {
    const number = typeof port === "number" ? port : container.ports.find((item) => item.name === port)?.containerPort;
    return number === undefined ? undefined : this.#local(pod, number);
  }

  #local(pod: KubeObject, port: number): number | undefined {
    return this.#pods.get(pod.metadata.uid ?? "")?.get(port);
  }

  dial(pod: KubeObject, port: number): Promise<Duplex> {
    const local = this.#local(pod, port);
    return new Promise((resolve, reject) => {
      if (local === undefined) {
        reject(new Error(`dial tcp 127.0.0.1:${port}: connect: connection refused`));
        return;
      }
      const socket = connect({ host: "127.0.0.1", port: local });
      socket.once("connect", () => resolve(socket));
      socket.once("error", reject);
    });
  }

  forget(pod: KubeObject): void {
    this.#pods.delete(pod.metadata.uid ?? "");
  }
}
