/**
 * What runs where an image has a stand-in: listens on the given ports and closes every connection, until told to end; a
 * task, which has no ports, ends at once and well. Its one line is the pod's log.
 */
import { createServer } from "node:net";

const [image = "", ...ports] = process.argv.slice(2);
process.stdout.write(
  ports.length === 0
    ? `stand-in for ${image}: nothing was done\n`
    : `stand-in for ${image}: keeps nothing, closes every connection\n`,
);
for (const port of ports) createServer((socket) => socket.destroy()).listen(Number(port), "127.0.0.1");
process.once("SIGTERM", () => process.exit(0));
