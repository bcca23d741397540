import {
  type Agent,
  type ClientRequest,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import {
  createServer as createTlsServer,
  request as httpsRequest,
  type RequestOptions,
  type Server,
  Agent as TlsAgent,
} from "node:https";
import type { Socket } from "node:net";
import { type Duplex, PassThrough } from "node:stream";
import { createSecureContext, type SecureContext, connect as tlsConnect } from "node:tls";
import { type Authority, authority } from "../cluster/tls/certificate.ts";
import { basicCredentials, dial } from "./dial.ts";

/** Answers a request itself, or leaves it (`false`) to whom it was meant for. */
export type Intercept = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>;

export interface GatewayOptions {
  readonly intercept: Intercept;
  /** known by the time that somebody asks */
  readonly way: Promise<Way>;
  /** whom the hosts are trusted by: PEM */
  readonly trust: (own: string) => Promise<string>;
}

/** How one gets out of this machine. */
export interface Way {
  /** hosts whose requests are looked at; others are only connected */
  readonly hosts: readonly string[];
  /** the proxy that this machine itself has to use */
  readonly upstream?: URL | undefined;
}

export interface Gateway {
  /** `http://127.0.0.1:41234`, for HTTPS_PROXY */
  readonly url: string;
  /** every certificate that steps are to trust, in PEM */
  readonly bundle: string;
  stop(): Promise<void>;
}

/** Connections that go through the machine's proxy as well. */
class UpstreamAgent extends TlsAgent {
  readonly #way: Promise<Way>;
  readonly #ca: string;

  constructor(way: Promise<Way>, ca: string) {
    super({ keepAlive: true, ca });
    this.#way = way;
    this.#ca = ca;
  }

  override createConnection(options: RequestOptions, done?: (error: Error | null, socket: Duplex) => void): null {
    const { host, port } = options;
    const name = host ?? "";
    const dialled = this.#way.then(({ upstream }) => dial(name, Number(port ?? 443), upstream));
    dialled.then(
      (socket) => done?.(null, tlsConnect({ socket, servername: name, ca: this.#ca })),
      // nobody looks at the stream of a connection that failed
      (cause: Error) => done?.(cause, new PassThrough()),
    );
    return null;
  }
}

/** Over TLS by an agent that knows the way; in plain HTTP a proxy is asked for the whole address. */
function onwardTo(url: URL, { method, headers }: IncomingMessage, via: Agent | URL | undefined): ClientRequest {
  if (!(via instanceof URL)) {
    const ask = url.protocol === "https:" ? httpsRequest : httpRequest;
    return ask(url, { method, headers, ...(via ? { agent: via } : {}) });
  }
  const signedIn = basicCredentials(via);
  return httpRequest({
    ...{ host: via.hostname, port: via.port || 80, path: url.href, method },
    headers: { ...headers, ...(signedIn === undefined ? {} : { "proxy-authorization": signedIn }) },
  });
}

function passOn(request: IncomingMessage, response: ServerResponse, url: URL, via: Agent | URL | undefined): void {
  const onward = onwardTo(url, request, via);
  onward.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", (cause) => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502, { "content-type": "text/plain" }).end(`${url.host}: ${cause.message}\n`);
  });
  response.on("close", () => onward.destroy());
  request.pipe(onward);
}

/** No proxy leads there. */
const isLoopback = ({ hostname }: URL) =>
  hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");

/** A context for each host that is asked for, made once. */
function contexts(ca: Authority): (host: string) => SecureContext {
  const made = new Map<string, SecureContext>();
  return (host) => {
    const known = made.get(host);
    if (known) return known;
    const { key, certificate } = ca.issue({ commonName: host }, "server", host);
    const context = createSecureContext({ key, cert: certificate });
    made.set(host, context);
    return context;
  };
}

/**
 * The proxy of a rehearsal's steps. To most hosts it only connects; the requests to some it reads, answers those that have a
 * stand-in and passes the others on, unchanged.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { intercept, way } = options;
  const ca = authority();
  const bundle = await options.trust(ca.certificate);
  const agent = new UpstreamAgent(way, bundle);
  const contextOf = contexts(ca);

  const handle = async (request: IncomingMessage, response: ServerResponse, url: URL, via: Agent | URL | undefined) => {
    if (await intercept(request, response, url)) return;
    passOn(request, response, url, via);
  };
  const failed = (response: ServerResponse) => (cause: unknown) => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  };

  const inside: Server = createTlsServer(
    { SNICallback: (host, done) => done(null, contextOf(host)) },
    (request, response) => {
      const url = new URL(request.url ?? "/", `https://${request.headers.host ?? ""}`);
      handle(request, response, url, agent).catch(failed(response));
    },
  );
  const outside = createServer((request, response) => {
    const text = request.url ?? "";
    if (!URL.canParse(text)) return void response.writeHead(400).end("this is a proxy\n");
    const url = new URL(text);
    way
      .then(({ upstream }) => handle(request, response, url, isLoopback(url) ? undefined : upstream))
      .catch(failed(response));
  });
  const connected = "HTTP/1.1 200 Connection established\r\n\r\n";
  const lead = async (target: string, client: Socket, head: Buffer) => {
    const [host = "", port = "443"] = target.split(":");
    const { hosts, upstream } = await way;
    if (hosts.includes(host)) {
      client.write(connected);
      if (head.length > 0) client.unshift(head);
      inside.emit("connection", client);
      return;
    }
    const socket = await dial(host, Number(port), upstream);
    client.write(connected);
    if (head.length > 0) socket.write(head);
    socket.on("error", () => client.destroy());
    client.on("close", () => socket.destroy());
    socket.pipe(client).pipe(socket);
  };
  outside.on("connect", (request: IncomingMessage, client: Socket, head: Buffer) => {
    client.on("error", () => client.destroy());
    lead(request.url ?? "", client, head).catch((cause: unknown) =>
      client.end(`HTTP/1.1 502 Bad Gateway\r\n\r\n${cause instanceof Error ? cause.message : String(cause)}\n`),
    );
  });
  const sockets = new Set<Socket>();
  outside.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => outside.once("error", reject).listen(0, "127.0.0.1", resolve));
  const bound = outside.address();
  if (bound === null || typeof bound === "string") throw new Error("the gateway did not get a port");
  return {
    url: `http://127.0.0.1:${bound.port}`,
    bundle,
    stop: async () => {
      agent.destroy();
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => outside.close(() => resolve()));
    },
  };
}
