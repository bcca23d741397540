import type { Clock } from "../clock.ts";
import { type Kube, openKube, type Session } from "./kube.ts";
import { type Access, type RunningProxy, startProxy } from "./proxy.ts";
import { openResources, type Resource } from "./resources.ts";
import { openSession } from "./session.ts";
import { socketTransport, type Transport } from "./transport.ts";

export interface ConnectOptions {
  readonly access: Access;
  readonly clock: Clock;
  readonly random: () => number;
  readonly say: (line: string) => void;
  readonly requestMs: number;
  readonly patienceMs: number;
}

/** A way to the cluster. Each view of it has its own signal and its own leave to write. */
export interface Connection {
  readonly view: (signal: AbortSignal, allowed?: () => void) => Kube;
  /** One request as it is, without retries: for what is only passed on. */
  readonly send: Transport;
  readonly close: () => Promise<void>;
}

export async function connect(options: ConnectOptions): Promise<Connection> {
  let proxy: RunningProxy = await startProxy(options.access, options.clock);
  const { send, close } = socketTransport(() => proxy.socket);
  const kinds = new Map<string, ReadonlyMap<string, Resource>>();
  const renew = async () => {
    const old = proxy;
    proxy = await startProxy(options.access, options.clock);
    await old.stop();
  };
  return {
    send,
    view: (signal, allowed) => {
      const { clock, random, say, requestMs: timeoutMs, patienceMs } = options;
      const session: Session = openSession({ send, clock, random, say, signal, timeoutMs, patienceMs, renew });
      return openKube(session, openResources(session.ask, kinds), allowed);
    },
    close: async () => {
      close();
      await proxy.stop();
    },
  };
}
