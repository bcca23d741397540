import { createServer, type Server } from "node:net";
import type { Duplex } from "node:stream";
import * as v from "valibot";
import type { KubeObject } from "../cluster/object.ts";

const Service = v.object({
  spec: v.object({
    selector: v.optional(v.record(v.string(), v.string())),
    ports: v.optional(
      v.array(v.object({ port: v.number(), targetPort: v.optional(v.union([v.number(), v.string()])) })),
      [],
    ),
  }),
});

// a host name after a scheme or an @, or alone with a port; the cluster's own suffixes belong to it
const named =
  /((?:[a-z][a-z0-9+.-]*:\/\/(?:[^/@\s]*@)?)|^|(?<=[\s,@]))([a-z](?:[-a-z0-9]*[a-z0-9])?)(?:\.([a-z0-9](?:[-a-z0-9]*[a-z0-9])?))?(?:\.svc(?:\.cluster\.local)?)?(?::(\d+))?(?=[/,?\s]|$)/g;

export interface ServicesOptions {
  readonly service: (namespace: string, name: string) => KubeObject | undefined;
  /** pods that are ready and match, newest state each time */
  readonly backends: (namespace: string, service: KubeObject) => readonly KubeObject[];
  readonly dial: (pod: KubeObject, port: number) => Promise<Duplex>;
  readonly portNumber: (pod: KubeObject, port: number | string) => number;
}

/** Gives each Service that a pod's environment names an address on loopback, which leads to one of its ready pods. */
export class LoopbackServices {
  readonly #options: ServicesOptions;
  readonly #listeners = new Map<string, { readonly server: Server; readonly port: number }>();
  /** what was rewritten, for the report */
  readonly rewritten = new Map<string, string>();
  #turn = 0;

  constructor(options: ServicesOptions) {
    this.#options = options;
  }

  /** Listens for a Service's port; the same address for as long as the rehearsal lasts. */
  async open(namespace: string, name: string, port: number): Promise<string> {
    const key = `${namespace}/${name}:${port}`;
    const known = this.#listeners.get(key);
    if (known) return `127.0.0.1:${known.port}`;
    const server = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      this.#connect(namespace, name, port).then(
        (upstream) => {
          upstream.on("error", () => socket.destroy());
          socket.on("close", () => upstream.destroy());
          upstream.on("close", () => socket.destroy());
          socket.pipe(upstream).pipe(socket);
        },
        () => socket.destroy(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    server.unref();
    const bound = server.address();
    const local = bound === null || typeof bound === "string" ? 0 : bound.port;
    this.#listeners.set(key, { server, port: local });
    this.rewritten.set(key, `127.0.0.1:${local}`);
    return `127.0.0.1:${local}`;
  }

  /** `http://product-api.shop:5000/x` → `http://127.0.0.1:41234/x`, where there is such a Service; else as it is. */
  async rewrite(namespace: string, value: string): Promise<string> {
    let out = value;
    for (const match of value.matchAll(named)) {
      const [whole, scheme = "", name = "", other, port] = match;
      const where = other ?? namespace;
      if (!this.#options.service(where, name)) continue;
      const number = port === undefined ? (scheme === "https://" ? 443 : 80) : Number(port);
      if (port === undefined && scheme === "") continue;
      out = out.replace(whole, `${scheme}${await this.open(where, name, number)}`);
    }
    return out;
  }

  async #connect(namespace: string, name: string, port: number): Promise<Duplex> {
    const service = this.#options.service(namespace, name);
    if (!service) throw new Error(`there is no Service ${name} in ${namespace}`);
    const { ports } = v.parse(Service, service).spec;
    const target = ports.find((item) => item.port === port)?.targetPort ?? port;
    const ready = this.#options.backends(namespace, service);
    this.#turn += 1;
    const pod = ready[this.#turn % Math.max(ready.length, 1)];
    if (!pod) throw new Error(`no ready pod behind Service ${name} in ${namespace}`);
    return this.#options.dial(pod, this.#options.portNumber(pod, target));
  }

  stop(): void {
    for (const { server } of this.#listeners.values()) server.close();
  }
}
