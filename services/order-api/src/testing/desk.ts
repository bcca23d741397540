import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeKeyFolder, readKeyRing } from "../accounts/keys.ts";
import { createApp } from "../app.ts";
import { migrate, migrationsIn } from "../database/migrations.ts";
import { openSqlite } from "../database/sqlite.ts";
import { createCorrelation } from "../serving/correlation.ts";
import { createLog } from "../serving/log.ts";
import { settingsFrom } from "../settings.ts";
import { contractFetch } from "./contract.ts";

export const migrations = migrationsIn(join(import.meta.dirname, "../database/migrations"));

/** What product-api does with a reservation; a test puts another in its place to be away, late or out of stock. */
export type Shelf = (
  method: string,
  path: string,
  body: string,
) => { readonly status: number; readonly body?: unknown } | Error;

interface Reserving {
  readonly key: string;
  readonly lines: readonly { readonly product: string; readonly quantity: number }[];
}

export const fullShelf: Shelf = (method, _path, body) => {
  if (method === "DELETE") return { status: 204 };
  const { key, lines }: Reserving = JSON.parse(body);
  const priced = lines.map((line) => ({ ...line, name: line.product.toUpperCase(), price_cents: 100 }));
  const total = lines.reduce((sum, { quantity }) => sum + quantity * 100, 0);
  return { status: 201, body: { key, state: "reserved", lines: priced, total_cents: total } };
};

export const emptyShelf: Shelf = () => ({
  status: 409,
  body: { detail: "Some products are not there in that number.", violations: [{ where: "mouse", expected: "fewer" }] },
});

export const away: Shelf = () => new TypeError("fetch failed");

/** One folder with the keys of all tests in a file: making a key takes a while. */
export const keyFolder = () => makeKeyFolder(mkdtempSync(join(tmpdir(), "order-keys-")));

export async function openDesk(keys: string) {
  const folder = mkdtempSync(join(tmpdir(), "order-api-"));
  const database = openSqlite(join(folder, "orders.sqlite"));
  await migrate(database, migrations);
  const correlation = createCorrelation(() => "made");
  const lines: Record<string, unknown>[] = [];
  const time = { now: Date.now() };
  const desk = { shelf: fullShelf, stopping: false };
  const asked: { method: string; path: string; headers: Headers; body: string }[] = [];
  let ids = 0;
  const app = createApp({
    settings: settingsFrom({ DEMO_PASSWORD: "tide", PRODUCT_API_URL: "http://products" }),
    database,
    migrations,
    keyRing: () => readKeyRing(keys),
    log: createLog({
      service: "order-api",
      level: "debug",
      write: (line) => lines.push(JSON.parse(line)),
      now: () => new Date(time.now),
      correlationId: correlation.current,
    }),
    correlation,
    draining: () => desk.stopping,
    fetch: async (input, init) => {
      const path = new URL(String(input)).pathname;
      const [method, body] = [init?.method ?? "GET", String(init?.body ?? "")];
      asked.push({ method, path, headers: new Headers(init?.headers), body });
      const answer = desk.shelf(method, path, body);
      if (answer instanceof Error) throw answer;
      return new Response(answer.body === undefined ? null : JSON.stringify(answer.body), { status: answer.status });
    },
    now: () => time.now,
    newId: () => `order-${++ids}`,
  });
  const server = createServer(app.express);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the server has no port");
  const ask = contractFetch(`http://127.0.0.1:${address.port}`);

  const tokens = new Map<string, string>();
  /** A signed-in user's headers. */
  const as = async (user: string): Promise<Record<string, string>> => {
    if (!tokens.has(user)) {
      const body = JSON.stringify({ user, password: "tide" });
      const response = await ask("/sessions", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      const session: { token: string } = JSON.parse(await response.text());
      tokens.set(user, session.token);
    }
    return { authorization: `Bearer ${tokens.get(user)}`, "content-type": "application/json" };
  };

  return {
    ask,
    as,
    asked,
    database,
    desk,
    lines,
    settling: app.settling,
    time,
    /** Places an order and gives the answer as it is. */
    place: async (key: string, wanted: unknown = [{ product: "mouse", quantity: 2 }], user = "customer") =>
      ask("/orders", {
        method: "POST",
        headers: { ...(await as(user)), "idempotency-key": key },
        body: JSON.stringify({ lines: wanted }),
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;
