import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keyFolder, migrations, openDesk } from "../testing/desk.ts";
import type { Database } from "./database.ts";
import { isCurrent, migrate, migrationsIn } from "./migrations.ts";
import { openDatabase } from "./open.ts";

let folder: string;
let database: Database;
const silent = { debug() {}, info() {}, warn() {}, error() {} };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "db-"));
  database = openDatabase({ databaseUrl: undefined, dataDir: join(folder, "data") }, silent);
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

test("migrations run once, in the order of their names", async () => {
  writeFileSync(
    join(folder, "0002_more.sql"),
    "ALTER TABLE one ADD COLUMN y TEXT;\nINSERT INTO one (x, y) VALUES ('1', '2');\n",
  );
  writeFileSync(join(folder, "0001_one.sql"), "CREATE TABLE one (x TEXT);\n");
  writeFileSync(join(folder, "README.md"), "no migration");
  const found = migrationsIn(folder);
  expect(await migrate(database, found)).toEqual(["0001_one", "0002_more"]);
  expect(await migrate(database, found)).toEqual([]);
  expect(await database.query("SELECT * FROM one")).toMatchObject([{ x: "1", y: "2" }]);
});

test("one that breaks leaves nothing behind", async () => {
  const broken = [{ name: "1", statements: ["CREATE TABLE one (x TEXT)", "NONSENSE"] }];
  await expect(migrate(database, broken)).rejects.toThrow("NONSENSE");
  await expect(database.query("SELECT * FROM one")).rejects.toThrow("no such table");
});

test("a database that is further on is fine, one that lags is not, so pods of two releases run side by side", async () => {
  await migrate(database, [...migrations, { name: "9999_of_the_next_release", statements: [] }]);
  expect(await isCurrent(database, migrations)).toBe(true);
  expect(await isCurrent(database, [...migrations, { name: "99999", statements: [] }])).toBe(false);
});

test("two migrating at once both end well", async () => {
  const other = openDatabase({ databaseUrl: undefined, dataDir: join(folder, "data") }, silent);
  const results = [await migrate(database, migrations), await migrate(other, migrations)];
  expect(results).toEqual([migrations.map(({ name }) => name), []]);
  await other.close();
});

test("readiness follows the database and the drain; a scrape survives both", async () => {
  const keys = keyFolder();
  const desk = await openDesk(keys);
  const ready = async () => (await desk.ask("/readyz")).json();
  expect(await ready()).toEqual({ status: "ready" });
  await desk.database.query("DELETE FROM migrations");
  expect(await ready()).toEqual({ status: "the database lacks this release's migrations" });
  await desk.database.query("DROP TABLE migrations");
  expect(await ready()).toEqual({ status: "the database cannot be read" });
  await desk.database.query("DROP TABLE orders");
  expect(await (await desk.ask("/metrics")).text()).toContain("shop_orders_oldest_unfinished_seconds Nan");
  desk.desk.stopping = true;
  expect(await ready()).toEqual({ status: "stopping" });
  expect((await desk.ask("/openapi.json")).status).toBe(200);
  expect((await desk.ask("/nothing")).status).toBe(404);
  await desk.close();
  rmSync(keys, { recursive: true });
});
