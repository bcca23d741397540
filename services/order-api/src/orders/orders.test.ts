/** T3: orders are taken once and never lost. */
import { rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { away, type Desk, emptyShelf, fullShelf, keyFolder, openDesk } from "../testing/desk.ts";
import { sameWanted } from "./order.ts";
import { settle, settleLeftovers, startRounds } from "./settling.ts";

let keys: string;
let desk: Desk;
beforeAll(() => {
  keys = keyFolder();
});
afterAll(() => rmSync(keys, { recursive: true }));
beforeEach(async () => {
  desk = await openDesk(keys);
});
afterEach(() => desk.close());

const listed = async (user = "customer", query = "") =>
  (await desk.ask(`/orders${query}`, { headers: await desk.as(user) })).json();

describe("T3: placing", () => {
  test("sets stock aside under the order's id and confirms with the prices of now", async () => {
    const response = await desk.place("key-00001");
    expect([response.status, response.headers.get("location")]).toEqual([201, "/orders/order-1"]);
    expect(await response.json()).toMatchObject({
      id: "order-1",
      state: "confirmed",
      total_cents: 200,
      lines: [{ product: "mouse", name: "MOUSE", price_cents: 100, quantity: 2 }],
    });
    expect(desk.asked.map(({ method, path, body }) => [method, path, JSON.parse(body).key])).toEqual([
      ["POST", "/reservations", "order-1"],
    ]);
  });

  test("carries the correlation id and a token of its own to product-api", async () => {
    await desk.place("key-00001");
    expect(desk.asked[0]?.headers.get("x-correlation-id")).toBe("made");
    expect(desk.asked[0]?.headers.get("authorization")).toMatch(/^Bearer /);
  });

  test("twice with one key is one order", async () => {
    const [first, second] = [await desk.place("key-00001"), await desk.place('"key-00001"')];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(await first.json()).toEqual(await second.json());
    expect(await listed()).toMatchObject({ total: 1 });
  });

  test("ten at once with one key are one order", async () => {
    const responses = await Promise.all(Array.from({ length: 10 }, () => desk.place("key-00001")));
    const ids = await Promise.all(responses.map(async (response) => JSON.stringify(await response.json())));
    expect(new Set(ids).size).toBe(1);
    expect(await listed()).toMatchObject({ total: 1 });
  });

  test("another's key is another order", async () => {
    await desk.place("key-00001");
    await desk.place("key-00001", undefined, "neighbour");
    expect(await listed()).toMatchObject({ total: 1 });
    expect(await listed("admin", "?of=everyone")).toMatchObject({ total: 2 });
  });

  test("one key for other products is refused", async () => {
    await desk.place("key-00001");
    expect((await desk.place("key-00001", [{ product: "mouse", quantity: 3 }])).status).toBe(422);
  });

  test("out of stock is a refusal that says of what, and stays one under this key", async () => {
    desk.desk.shelf = emptyShelf;
    const response = await desk.place("key-00001");
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ detail: "Some products are not there in that number. (mouse)" });
    desk.desk.shelf = fullShelf;
    expect((await desk.place("key-00001")).status).toBe(409);
    expect(await listed()).toMatchObject({ items: [{ state: "rejected" }] });
  });

  test.each([
    ["no answer", away],
    ["a broken one", () => ({ status: 500, body: {} })],
    ["a token it cannot check", () => ({ status: 503, body: {} })],
    ["nonsense", () => ({ status: 201, body: { lines: "?" } })],
  ] as const)("%s from product-api keeps the order for later", async (_name, shelf) => {
    desk.desk.shelf = shelf;
    const response = await desk.place("key-00001");
    expect([response.status, await response.json()]).toMatchObject([202, { state: "placed" }]);
    desk.desk.shelf = fullShelf;
    expect((await desk.place("key-00001")).status).toBe(201);
  });

  test.each([
    [undefined, ["Idempotency-Key"]],
    ["short", ["Idempotency-Key"]],
    ["with spaces in it", ["Idempotency-Key"]],
  ])("the key %j is refused", async (key, where) => {
    const headers = { ...(await desk.as("customer")), ...(key === undefined ? {} : { "idempotency-key": key }) };
    const response = await desk.ask("/orders", { method: "POST", headers, body: '{"lines":[]}' });
    expect(await response.json()).toMatchObject({ status: 400, violations: where.map((name) => ({ where: name })) });
  });

  test.each([
    [[], ["/lines"]],
    ["mouse", ["/lines"]],
    [[{ product: "", quantity: 0 }], ["/lines/0/product", "/lines/0/quantity"]],
    [
      [{ product: "mouse", quantity: 1.5 }, { quantity: "2" }],
      ["/lines/0/quantity", "/lines/1/product", "/lines/1/quantity"],
    ],
    [
      [
        { product: "mouse", quantity: 1 },
        { product: "mouse", quantity: 2 },
      ],
      ["/lines"],
    ],
  ])("the lines %j are refused, every mistake named", async (lines, where) => {
    const response = await desk.place("key-00001", lines);
    expect(await response.json()).toMatchObject({ status: 400, violations: where.map((place) => ({ where: place })) });
    expect(desk.asked).toEqual([]);
  });

  test("a body that is no JSON, or too long, is refused", async () => {
    const headers = { ...(await desk.as("customer")), "idempotency-key": "key-00001" };
    const post = (body: string, type: string) =>
      desk.ask("/orders", { method: "POST", headers: { ...headers, "content-type": type }, body });
    expect((await post("lines=1", "text/plain")).status).toBe(415);
    expect((await post("{", "application/json")).status).toBe(400);
    expect((await post(`{"x":"${"x".repeat(70_000)}"}`, "application/json")).status).toBe(413);
  });
});

describe("T3: whoever dies", () => {
  test("after the row and before the reservation: the next round settles it", async () => {
    desk.desk.shelf = away;
    await desk.place("key-00001");
    desk.desk.shelf = fullShelf;
    expect(await settleLeftovers(desk.settling)).toBe(0); // the request has its head start
    desk.time.now += 6000;
    expect(await settleLeftovers(desk.settling)).toBe(1);
    expect(await listed()).toMatchObject({ items: [{ state: "confirmed" }], total: 1 });
  });

  test("after the reservation and before the confirmation: the same id reserves nothing more", async () => {
    desk.desk.shelf = (...call) => {
      fullShelf(...call);
      return new Error("killed while the answer was on its way");
    };
    await desk.place("key-00001");
    desk.desk.shelf = fullShelf;
    desk.time.now += 6000;
    await settleLeftovers(desk.settling);
    const keysAsked = desk.asked.map(({ body }) => JSON.parse(body).key);
    expect(keysAsked).toEqual(["order-1", "order-1"]);
    expect(await listed()).toMatchObject({ items: [{ state: "confirmed" }] });
  });

  test("two processes at one order end it once", async () => {
    desk.desk.shelf = away;
    await desk.place("key-00001");
    desk.desk.shelf = fullShelf;
    const order = await desk.settling.store.get("order-1");
    if (!order) throw new Error("the order is gone");
    const [one, other] = await Promise.all([settle(desk.settling, order), settle(desk.settling, order)]);
    expect([one.state, other.state]).toEqual(["confirmed", "confirmed"]);
    const metrics = await (await desk.ask("/metrics")).text();
    expect(metrics).toContain('shop_orders_total{state="confirmed"} 1');
  });

  test("an order that one process took is left alone by the others for a while", async () => {
    desk.desk.shelf = away;
    await desk.place("key-00001");
    desk.time.now += 6000;
    expect(await settleLeftovers(desk.settling)).toBe(1);
    expect(await settleLeftovers(desk.settling)).toBe(0);
    desk.time.now += 4000;
    expect(await settleLeftovers(desk.settling)).toBe(1);
  });

  test("rounds go on after one that failed, and end when told", async () => {
    let waits = 0;
    const broken = {
      ...desk.settling,
      store: { ...desk.settling.store, claim: async () => Promise.reject(new Error("no")) },
    };
    const looked = Promise.withResolvers<void>();
    const rounds = startRounds(broken, async () => {
      waits += 1;
      if (waits === 3) looked.resolve();
      await new Promise((resolve) => setImmediate(resolve));
    });
    await looked.promise;
    await rounds.stop();
    expect(
      desk.lines.filter((line) => line["message"] === "could not look for unfinished orders").length,
    ).toBeGreaterThan(1);
  });
});

describe("cancelling", () => {
  const cancel = async (id = "order-1", user = "customer") =>
    desk.ask(`/orders/${id}/cancellation`, { method: "POST", headers: await desk.as(user) });

  test("puts the stock back, once, and says so again when asked again", async () => {
    await desk.place("key-00001");
    expect(await (await cancel()).json()).toMatchObject({ state: "cancelled" });
    expect((await cancel()).status).toBe(200);
    expect(desk.asked.filter(({ method }) => method === "DELETE").map(({ path }) => path)).toEqual([
      "/reservations/order-1",
    ]);
  });

  test.each([away, () => ({ status: 500 })])("is kept for later when product-api is away", async (shelf) => {
    await desk.place("key-00001");
    desk.desk.shelf = shelf;
    expect((await cancel()).status).toBe(202);
    desk.desk.shelf = fullShelf;
    desk.time.now += 6000;
    await settleLeftovers(desk.settling);
    expect(await listed()).toMatchObject({ items: [{ state: "cancelled" }] });
  });

  test("an order that was rejected, or is another's, or nobody's, cannot be cancelled", async () => {
    desk.desk.shelf = emptyShelf;
    await desk.place("key-00001");
    expect((await cancel()).status).toBe(409);
    expect((await cancel("order-1", "neighbour")).status).toBe(404);
    expect((await cancel("order-9")).status).toBe(404);
  });
});

describe("reading", () => {
  test("newest first, page by page", async () => {
    for (const number of [1, 2, 3]) {
      desk.time.now += 1000;
      await desk.place(`key-0000${number}`);
    }
    const page = await listed("customer", "?per_page=2&page=2");
    expect(page).toMatchObject({ items: [{ id: "order-1" }], page: 2, pages: 2, total: 3 });
  });

  test("one's own only, except for admins; also as the Ingress asks", async () => {
    await desk.place("key-00001");
    const status = async (path: string, user: string) =>
      (await desk.ask(path, { headers: await desk.as(user) })).status;
    expect(await status("/orders/order-1", "customer")).toBe(200);
    expect(await status("/api/orders/order-1", "admin")).toBe(200);
    expect(await status("/orders/order-1", "neighbour")).toBe(404);
    expect(await status("/orders?of=everyone", "customer")).toBe(403);
    expect(await status("/orders?per_page=0", "customer")).toBe(400);
    expect(await status("/orders?page=x&of=nobody", "customer")).toBe(400);
  });
});

test("the same products in another order are the same wish", () => {
  const [mouse, lamp] = [
    { product: "mouse", quantity: 1 },
    { product: "lamp", quantity: 2 },
  ];
  expect(sameWanted([mouse, lamp], [lamp, mouse])).toBe(true);
  expect(sameWanted([mouse, lamp], [mouse])).toBe(false);
});
