import { Pool } from "pg";
import type { Log } from "../serving/log.ts";
import type { Database, Query } from "./database.ts";

/** Any number, as long as nothing else in this database takes the same advisory lock. */
const migrationLock = 7_351_002;

/** `?1` in → `$1` out. No statement here holds a question mark of its own. */
const numbered = (sql: string) => sql.replaceAll("?", "$");

export function openPostgres(url: string, log: Log): Database {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 3000,
    statement_timeout: 5000,
    idleTimeoutMillis: 30_000,
  });
  // an idle connection that the server closes is replaced at the next query; without a listener it would end the process
  pool.on("error", (error) => log.warn("database connection lost", { error }));

  const query: Query = async (sql, values = []) => (await pool.query(numbered(sql), [...values])).rows;
  return {
    query,
    exclusively: async (work) => {
      const client = await pool.connect();
      try {
        await client.query("BEGIN");
        await client.query("SELECT pg_advisory_xact_lock($1)", [migrationLock]);
        const result = await work(async (sql, values = []) => (await client.query(numbered(sql), [...values])).rows);
        await client.query("COMMIT");
        return result;
      } catch (error) {
        await client.query("ROLLBACK").catch(() => {});
        throw error;
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}
