/** Run once per release, by a Job, before the new pods start. */

import { migrate, migrationsIn } from "./database/migrations.ts";
import { openDatabase } from "./database/open.ts";
import { createLog } from "./serving/log.ts";
import { settingsFrom } from "./settings.ts";

const settings = settingsFrom(process.env);
const log = createLog({
  service: "order-api",
  level: settings.logLevel,
  write: (line) => process.stdout.write(line),
  now: () => new Date(),
  correlationId: () => undefined,
});
const database = openDatabase(settings, log);
log.info("migrated", { applied: await migrate(database, migrationsIn(`${import.meta.dirname}/database/migrations`)) });
await database.close();
