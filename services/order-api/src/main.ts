import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { makeKeyFolder, readKeyRing, rereading } from "./accounts/keys.ts";
import { createApp } from "./app.ts";
import { migrate, migrationsIn } from "./database/migrations.ts";
import { openDatabase } from "./database/open.ts";
import { startRounds } from "./orders/settling.ts";
import { createCorrelation } from "./serving/correlation.ts";
import { createDrain } from "./serving/drain.ts";
import { createLog } from "./serving/log.ts";
import { settingsFrom } from "./settings.ts";

const settings = settingsFrom(process.env);
const correlation = createCorrelation(randomUUID);
const log = createLog({
  service: "order-api",
  level: settings.logLevel,
  write: (line) => process.stdout.write(line),
  now: () => new Date(),
  correlationId: correlation.current,
});
const migrations = migrationsIn(join(import.meta.dirname, "database/migrations"));
const database = openDatabase(settings, log);
// a file of this process's own: no Job could reach it
if (settings.databaseUrl === undefined) await migrate(database, migrations);

const keysDir = settings.keysDir ?? makeKeyFolder(join(settings.dataDir, "keys"));
const keyRing = rereading(() => readKeyRing(keysDir), Date.now, settings.keysRereadMs);
await keyRing();

const server = createServer();
const drain = createDrain({
  server,
  log,
  deadlineMs: settings.deadlineMs,
  wait: (ms) => wait(ms),
  release: async () => {
    await rounds.stop();
    await database.close();
  },
});
const app = createApp({
  settings,
  database,
  migrations,
  keyRing,
  log,
  correlation,
  draining: drain.draining,
  fetch,
  now: Date.now,
  newId: randomUUID,
});
const rounds = startRounds(app.settling, (ms, signal) => wait(ms, undefined, { signal }));
server.on("request", app.express);
server.listen(settings.port, () => {
  const address = server.address();
  log.info("listening", { port: typeof address === "object" && address ? address.port : settings.port });
});
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.on(signal, () => void drain.stop(signal).then(() => process.exit(0)));
