import { createServer, type Server } from "node:net";
import { until } from "./patience.ts";

/**
 * One `up` or `down` at a time. An abstract socket (no file) is freed by the kernel however its holder ends.
 * Resolves to what frees it, or to null when another kept it for longer than the given time.
 */
export async function takeTurn(name: string, milliseconds: number, waiting: () => void): Promise<(() => void) | null> {
  let told = false;
  return until(async () => {
    const server = await listenOn(`\0${name}`);
    if (server !== undefined) return () => void server.close();
    if (!told) waiting();
    told = true;
    return undefined;
  }, milliseconds);
}

function listenOn(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", (error) =>
      "code" in error && error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen(path, () => resolve(server.unref()));
  });
}
