import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database, Query } from "./database.ts";

export interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}

/**
 * In the order of their names. They only add: the pods of the release before run on beside the new ones during a rolling
 * update, and again after a rollback, so a column in use is never renamed or dropped in the release that stops using it.
 */
export function migrationsIn(folder: string): readonly Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => ({
      name: file.slice(0, -".sql".length),
      statements: readFileSync(join(folder, file), "utf8")
        .split(/;\n/)
        .filter((statement) => statement.trim() !== ""),
    }));
}

const namesIn = async (query: Query) =>
  new Set((await query("SELECT name FROM migrations")).map((row) => String(row["name"])));

/** Applies all that are missing in one transaction, and gives their names. */
export function migrate(database: Database, migrations: readonly Migration[]): Promise<readonly string[]> {
  return database.exclusively(async (query) => {
    await query("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)");
    const applied = await namesIn(query);
    const missing = migrations.filter(({ name }) => !applied.has(name));
    for (const { name, statements } of missing) {
      for (const statement of statements) await query(statement);
      await query("INSERT INTO migrations (name) VALUES (?1)", [name]);
    }
    return missing.map(({ name }) => name);
  });
}

/** Whether this build finds every table it needs; a database that is further on is fine. */
export async function isCurrent(database: Database, migrations: readonly Migration[]): Promise<boolean> {
  const applied = await namesIn(database.query);
  return migrations.every(({ name }) => applied.has(name));
}
