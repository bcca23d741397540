import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Stores } from "./answers/exchange.ts";
import { answer } from "./answers.ts";
import { Blobs } from "./blobs.ts";
import { Faults } from "./faults.ts";
import { Refusal } from "./refusal.ts";
import { Repositories } from "./repositories.ts";
import { routeOf } from "./route.ts";
import { Uploads } from "./uploads.ts";

export interface RegistryOptions {
  /** where its content lives; kept across restarts */
  readonly folder: string;
  /** 0, any free one, unless told */
  readonly port?: number;
}

export interface Registry {
  /** `127.0.0.1:41234`, the first part of an image's name */
  readonly address: string;
  readonly stores: Stores;
  readonly faults: Faults;
  /** every request so far, as `METHOD path status` */
  readonly log: readonly string[];
  stop(): Promise<void>;
}

/** True where the request was dealt with by misbehaving. */
async function misbehave(request: IncomingMessage, response: ServerResponse, faults: Faults): Promise<boolean> {
  const fault = faults.take(request.method ?? "GET", request.url ?? "/");
  switch (fault?.kind) {
    case undefined:
      return false;
    case "status":
      response.writeHead(fault.status, fault.headers ?? {}).end(fault.body ?? "");
      return true;
    case "reset":
      request.socket.resetAndDestroy();
      return true;
    case "delay":
      await delay(fault.milliseconds);
      return false;
    case "truncate":
      response.writeHead(200, { "content-length": fault.bytes * 2 });
      response.write(Buffer.alloc(fault.bytes), () => request.socket.destroy());
      return true;
  }
}

/** An OCI distribution registry on loopback, plain HTTP, as docker, buildx, containerd and skopeo speak to it. */
export async function startRegistry(options: RegistryOptions): Promise<Registry> {
  const blobs = new Blobs(join(options.folder, "blobs"));
  const uploads = new Uploads(join(options.folder, "uploads"), blobs);
  const repositories = new Repositories(join(options.folder, "repositories"), blobs);
  const stores = { blobs, uploads, repositories };
  for (const store of Object.values(stores)) await store.prepare();

  const faults = new Faults();
  const log: string[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "GET";
    const url = new URL(request.url ?? "/", "http://registry");
    response.on("finish", () => log.push(`${method} ${url.pathname} ${response.statusCode}`));
    if (await misbehave(request, response, faults)) return;
    response.setHeader("docker-distribution-api-version", "registry/2.0");
    try {
      const route = routeOf(url.pathname);
      if (route) await answer(route, { request, response, method, query: url.searchParams }, stores);
      else response.writeHead(404).end();
    } catch (cause) {
      if (response.headersSent) return void response.destroy();
      if (cause instanceof Refusal)
        return void response.writeHead(cause.status, { "content-type": "application/json" }).end(cause.body);
      if (request.destroyed && !request.complete) return;
      throw cause;
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((cause: unknown) => {
      response.destroy(cause instanceof Error ? cause : new Error(String(cause)));
    });
  });
  // a large layer takes as long as it takes, and a client's idle connection is its own to close
  server.requestTimeout = 0;
  server.keepAliveTimeout = 300_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the registry did not get a port");

  return {
    address: `127.0.0.1:${bound.port}`,
    stores,
    faults,
    log,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
