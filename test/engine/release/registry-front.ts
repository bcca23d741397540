import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

/** A registry of its own address before the engine's: it can fail without taking anybody else's images away. */
export interface RegistryFront {
  readonly host: string;
  /** `fail`: it answers 500; `stall`: it answers only once it passes again */
  behave(how: Behaviour): void;
  /** resolves with the first request */
  readonly asked: Promise<void>;
  /** its port refuses, until `start` */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export type Behaviour = "pass" | "fail" | "stall";

export async function registryFront(engine: string): Promise<RegistryFront> {
  let behaviour: Behaviour = "pass";
  let stalled: (() => void)[] = [];
  const first = Promise.withResolvers<void>();
  const server = createServer((incoming, outgoing) => {
    first.resolve();
    const answer = () => pass(engine, incoming, outgoing);
    if (behaviour === "pass") answer();
    else if (behaviour === "stall") stalled.push(answer);
    else outgoing.writeHead(500).end("the registry has lost its storage");
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listen(0);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    host: `127.0.0.1:${port}`,
    asked: first.promise,
    behave: (how) => {
      behaviour = how;
      if (how !== "pass") return;
      for (const answer of stalled) answer();
      stalled = [];
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    start: () => listen(port),
  };
}

function pass(engine: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const headers = { ...incoming.headers, host: engine };
  const asked = request(`http://${engine}${incoming.url ?? "/"}`, { method: incoming.method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  asked.on("error", () => outgoing.destroy());
  asked.end();
}
