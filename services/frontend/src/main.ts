import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createApp } from "./app.ts";
import { createCorrelation } from "./serving/correlation.ts";
import { createDrain } from "./serving/drain.ts";
import { createLog } from "./serving/log.ts";
import { settingsFrom } from "./settings.ts";

const settings = settingsFrom(process.env);
const correlation = createCorrelation(randomUUID);
const log = createLog({
  service: "frontend",
  level: settings.logLevel,
  write: (line) => process.stdout.write(line),
  now: () => new Date(),
  correlationId: correlation.current,
});
const server = createServer();
const drain = createDrain({
  server,
  log,
  deadlineMs: settings.deadlineMs,
  wait: (ms) => wait(ms),
  release: async () => {},
});
server.on(
  "request",
  createApp({
    settings,
    log,
    correlation,
    draining: drain.draining,
    fetch,
    clock: () => performance.now(),
    pages: join(import.meta.dirname, "../public"),
  }),
);
server.listen(settings.port, () => {
  const address = server.address();
  log.info("listening", { port: typeof address === "object" && address ? address.port : settings.port });
});
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.on(signal, () => void drain.stop(signal).then(() => process.exit(0)));
