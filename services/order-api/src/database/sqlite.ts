import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Database, Query } from "./database.ts";

function open(path: string): DatabaseSync {
  const connection = new DatabaseSync(path, { timeout: 5000 });
  // FULL: an order that was answered for survives the machine's power as well as the process
  connection.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  return connection;
}

const queryOn =
  (connection: DatabaseSync): Query =>
  async (sql, values = []) =>
    connection.prepare(sql).all(...values);

export function openSqlite(path: string): Database {
  mkdirSync(dirname(path), { recursive: true });
  const connection = open(path);
  return {
    query: queryOn(connection),
    exclusively: async (work) => {
      // a connection of its own: on the shared one, other requests' statements would fall into this transaction
      const own = open(path);
      try {
        own.exec("BEGIN IMMEDIATE");
        const result = await work(queryOn(own));
        own.exec("COMMIT");
        return result;
      } finally {
        own.close();
      }
    },
    close: async () => connection.close(),
  };
}
