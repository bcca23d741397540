/** A value that both databases take and give in the same form. */
export type Value = string | number | null;
export type Row = Readonly<Record<string, unknown>>;

export type Query = (sql: string, values?: readonly Value[]) => Promise<readonly Row[]>;

/**
 * PostgreSQL or SQLite, with one SQL for both: `?1`, `?2` for values, no dialect. Every change of an order is one statement
 * that names the state it expects, so nothing here needs a transaction but migrations.
 */
export interface Database {
  readonly query: Query;
  /** Runs the work alone, whatever other processes are at, and all of it or nothing. */
  readonly exclusively: <T>(work: (query: Query) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}
