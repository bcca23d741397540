import { createServer } from "node:net";

/** A port of loopback that is free now; the kernel does not give the same one again soon. */
export function freePort(): Promise<number> {
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
