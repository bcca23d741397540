/** T3: an order is never lost nor doubled, whichever process is killed at whatever moment. */
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { program } from "../../../tools/prepare/programs.ts";
import { freePorts } from "../../../tools/shop/ports.ts";
import { describeWith } from "./needs.ts";
import { type OpenShop, openShop, root } from "./open.ts";
import { type Postgres, startPostgres } from "./postgres.ts";

interface Order {
  readonly id: string;
  readonly state: string;
}

/** A customer who does not give up: the same key until there is an answer that settles it. */
async function orderUntilSettled(shop: OpenShop, token: string, key: string, product: string): Promise<Order> {
  const until = performance.now() + 60_000;
  while (performance.now() < until) {
    try {
      const response = await fetch(shop.url("order-api", "/orders"), {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}`, "idempotency-key": key },
        body: JSON.stringify({ lines: [{ product, quantity: 1 }] }),
        signal: AbortSignal.timeout(5000),
      });
      const text = await response.text();
      if (response.status === 201) return JSON.parse(text);
      if (response.status !== 202 && response.status < 500) throw new Refused(`${response.status}: ${text}`);
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the order ${key} was not settled within a minute`);
}
class Refused extends Error {}

async function everyOrder(shop: OpenShop, token: string): Promise<readonly Order[]> {
  const orders: Order[] = [];
  for (let page = 1; ; page += 1) {
    const response = await fetch(shop.url("order-api", `/orders?per_page=100&page=${page}`), {
      headers: { authorization: `Bearer ${token}` },
    });
    const answer: { items: Order[]; pages: number } = JSON.parse(await response.text());
    orders.push(...answer.items);
    if (page >= answer.pages) return orders;
  }
}

/** Six customers order while both APIs are killed again and again, at moments drawn from a seed. */
async function orderUnderFire(shop: OpenShop, seed: number): Promise<void> {
  const product = "tideline-ssd";
  const token = await shop.token("customer");
  const before = await shop.stock(product);
  const known = (await everyOrder(shop, token)).length;
  const customers = 6;
  const each = 8;
  const kills = fc.sample(
    fc.record({
      service: fc.constantFrom("order-api" as const, "product-api" as const),
      after: fc.integer({ min: 0, max: 120 }),
    }),
    { numRuns: 6, seed },
  );

  let ordering = true;
  const fire = (async () => {
    for (const { service, after } of kills) {
      if (!ordering) return;
      await new Promise((resolve) => setTimeout(resolve, after));
      await shop.kill(service);
      await shop.start(service);
    }
  })();
  const settled = await Promise.all(
    Array.from({ length: customers }, async (_, customer) => {
      const mine: Order[] = [];
      for (let count = 0; count < each; count += 1)
        mine.push(await orderUntilSettled(shop, token, `seed${seed}-${customer}-${count}`, product));
      return mine;
    }),
  );
  ordering = false;
  await fire;

  const ids = settled.flat().map(({ id }) => id);
  const orders = await everyOrder(shop, token);
  expect(new Set(ids).size).toBe(customers * each);
  expect(orders.length - known).toBe(customers * each);
  expect(orders.every(({ state }) => state === "confirmed")).toBe(true);
  expect(before - (await shop.stock(product))).toBe(customers * each);
}

describe("with SQLite", () => {
  let shop: OpenShop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop?.stop());

  test.each([1, 2])("T3: no order is lost or doubled (moments of seed %i)", (seed) => orderUnderFire(shop, seed));
});

describeWith("PostgreSQL", program(root, "postgres"), "with PostgreSQL", (binary) => {
  let shop: OpenShop;
  let postgres: Postgres;
  beforeAll(async () => {
    const { frontend: port } = await freePorts();
    postgres = await startPostgres(binary, port, join(root, "k8s/kustomize/base/database/setup.sh"));
    shop = await openShop({
      databases: {
        "product-api": postgres.address("product_api", "products"),
        "order-api": postgres.address("order_api", "orders"),
      },
    });
  });
  afterAll(async () => {
    await shop?.stop();
    await postgres?.stop();
  });

  test.each([3, 4])("T3: no order is lost or doubled (moments of seed %i)", (seed) => orderUnderFire(shop, seed));

  test("search takes its words literally there too", async () => {
    const total = async (q: string) => {
      const answer: { total: number } = JSON.parse(
        await (await fetch(shop.url("product-api", `/products?q=${q}`))).text(),
      );
      return answer.total;
    };
    expect([await total("KEYBOARD"), await total("%25"), await total("_"), await total("%5C")]).toEqual([1, 0, 0, 0]);
  });

  test("each API sees its own database and no other", async () => {
    const { openPostgres } = await import("../../../services/order-api/src/database/postgres.ts");
    const silent = { debug() {}, info() {}, warn() {}, error() {} };
    const own = openPostgres(postgres.address("order_api", "orders"), silent);
    expect(await own.query("SELECT count(*) AS n FROM orders")).toHaveLength(1);
    await own.close();
    const other = openPostgres(postgres.address("order_api", "products"), silent);
    await expect(other.query("SELECT 1")).rejects.toThrow("permission denied");
    await other.close();
  });
});
