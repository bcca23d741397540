import { createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import { connect, type Socket } from "node:net";

export interface ProxyOptions {
  /** whether a host may be reached: `registry.example.com:443` */
  readonly allows: (host: string) => boolean;
  /** the proxy that this machine itself has to use */
  readonly upstream?: URL;
  /** somebody asked for a host that is closed */
  readonly onRefused?: (host: string) => void;
}

const sentence = (host: string) =>
  `${host} is closed in a rehearsal: only package registries can be reached (tidegate rehearse --network open)\n`;

/** A way out of a rehearsal: passes on to the hosts that are allowed, refuses the rest by name. */
export function createProxy({ allows, upstream, onRefused }: ProxyOptions): Server {
  const refuse = (host: string) => {
    onRefused?.(host);
    return sentence(host);
  };
  const server = createServer((request, response) => {
    const target = targetOf(request);
    if (!target || !allows(hostOf(target))) {
      response
        .writeHead(403, { "content-type": "text/plain" })
        .end(refuse(target ? hostOf(target) : String(request.url)));
      return;
    }
    const onward = httpRequest(
      upstream
        ? { host: upstream.hostname, port: upstream.port || 80, path: target.href }
        : { host: target.hostname, port: target.port || 80, path: `${target.pathname}${target.search}` },
    );
    onward.method = request.method ?? "GET";
    for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) onward.setHeader(name, value);
    onward.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", (cause) => response.writeHead(502).end(`${cause.message}\n`));
    request.pipe(onward);
  });
  server.on("connect", (request: IncomingMessage, client: Socket, head: Buffer) => {
    const host = request.url ?? "";
    client.on("error", () => {});
    if (!allows(host)) {
      client.end(`HTTP/1.1 403 Closed in a rehearsal\r\nContent-Type: text/plain\r\n\r\n${refuse(host)}`);
      return;
    }
    const [name = "", port = "443"] = host.split(":");
    const onward = upstream ? connect(Number(upstream.port || 80), upstream.hostname) : connect(Number(port), name);
    onward.on("error", (cause) => client.end(`HTTP/1.1 502 Bad Gateway\r\n\r\n${cause.message}\n`));
    client.on("close", () => onward.destroy());
    onward.on("connect", () => {
      // the machine's own proxy answers for the connection, else we do
      if (upstream) onward.write(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      else client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      if (head.length > 0) onward.write(head);
      onward.pipe(client).pipe(onward);
    });
  });
  return server;
}

function targetOf({ url = "" }: IncomingMessage): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined;
}

const hostOf = ({ hostname, port, protocol }: URL) => `${hostname}:${port || (protocol === "https:" ? 443 : 80)}`;
