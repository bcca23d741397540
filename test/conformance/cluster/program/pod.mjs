/**
 * The program in every container of these cases: it does what its arguments say, so that one image (and, where pods
 * are processes, one file) can be a server, a crash, a slow start.
 *
 *   --print=TEXT        a line on stdout, may be repeated
 *   --serve[=PORT]      HTTP on PORT (or $PORT, or 8080): GET /ready is 200 when ready, / answers $HOSTNAME
 *   --ready-after=MS    /ready is 503 until then
 *   --unready           /ready is always 503
 *   --exit=CODE         ends with CODE …
 *   --after=MS          … after so long (at once unless said)
 *   --eat=MIB           takes so much memory
 */
import { createServer } from "node:http";

const said = process.argv.slice(2);
const value = (name) => said.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const has = (name) => said.includes(`--${name}`) || value(name) !== undefined;

for (const word of said) if (word.startsWith("--print=")) console.log(word.slice("--print=".length));

const started = Date.now();
const ready = () => !has("unready") && Date.now() - started >= Number(value("ready-after") ?? 0);

process.on("SIGTERM", () => process.exit(0));

if (has("eat")) {
  const eaten = [];
  for (let i = 0; i < Number(value("eat")); i += 1) eaten.push(Buffer.alloc(1 << 20, 1));
  console.log(`ate ${eaten.length} MiB`);
}

if (has("serve")) {
  const port = Number(value("serve") || process.env.PORT || 8080);
  createServer((request, response) => {
    if (request.url === "/ready") response.writeHead(ready() ? 200 : 503).end(ready() ? "ready\n" : "not ready\n");
    else if (request.url?.startsWith("/env/")) response.end(`${process.env[request.url.slice(5)] ?? ""}\n`);
    else response.end(`${process.env.HOSTNAME} ${request.url}\n`);
  }).listen(port, () => console.log(`serving on ${port}`));
}

if (has("exit")) setTimeout(() => process.exit(Number(value("exit"))), Number(value("after") ?? 0));
else setInterval(() => {}, 1 << 30);
