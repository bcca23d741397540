import { join } from "node:path";
import type { Log } from "../serving/log.ts";
import type { Database } from "./database.ts";
import { openPostgres } from "./postgres.ts";
import { openSqlite } from "./sqlite.ts";

export interface DatabaseSettings {
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
}

export const openDatabase = (settings: DatabaseSettings, log: Log): Database =>
  settings.databaseUrl === undefined
    ? openSqlite(join(settings.dataDir, "orders.sqlite"))
    : openPostgres(settings.databaseUrl, log);
