/** P9: the three services as processes, over real HTTP. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OpenShop, openShop, password } from "./open.ts";

let shop: OpenShop;
const identity = { RELEASE: "techcommerce-7", COMMIT: "abc1234", IMAGE: "registry.example/x@sha256:1" };
beforeAll(async () => {
  shop = await openShop({ env: { ...identity, LOG_LEVEL: "debug" } });
});
afterAll(() => shop?.stop());

const patience = { timeout: 20_000 };
const json = { "content-type": "application/json" };
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(shop.url("frontend", path), { method: "POST", headers: { ...json, ...headers }, body: JSON.stringify(body) });

async function signIn(): Promise<string> {
  const response = await post("/shop/session", { user: "customer", password });
  return response.headers.get("set-cookie")?.split(";")[0] ?? "";
}

test("T4: each says which release, commit and image it is", async () => {
  for (const service of ["frontend", "product-api", "order-api"] as const)
    expect(await (await fetch(shop.url(service, "/version"))).json()).toEqual({
      service,
      release: identity.RELEASE,
      commit: identity.COMMIT,
      image: identity.IMAGE,
    });
});

test("a customer signs in, orders, sees the order and cancels it", async () => {
  const cookie = await signIn();
  const before = await shop.stock("cove-headphones");
  const placed = await post(
    "/shop/orders",
    { lines: [{ product: "cove-headphones", quantity: 3 }] },
    { cookie, "idempotency-key": "journey-1", "x-correlation-id": "journey" },
  );
  const order: { id: string; total_cents: number } = JSON.parse(await placed.text());
  expect([placed.status, order.total_cents, await shop.stock("cove-headphones")]).toEqual([201, 74_700, before - 3]);
  const list = await (await fetch(shop.url("frontend", "/shop/orders"), { headers: { cookie } })).json();
  expect(list).toMatchObject({ items: [{ id: order.id, state: "confirmed" }] });
  const cancelled = await post(`/shop/orders/${order.id}/cancellation`, {}, { cookie });
  expect([cancelled.status, await shop.stock("cove-headphones")]).toEqual([200, before]);
});

test("T4: one id ties the log lines of all three together, and comes back", async () => {
  const cookie = await signIn();
  const body = { lines: [{ product: "lantern-lamp", quantity: 1 }] };
  const headers = { cookie, "idempotency-key": "correlated", "x-correlation-id": "click-77" };
  expect((await post("/shop/orders", body, headers)).headers.get("x-correlation-id")).toBe("click-77");
  const seen = () =>
    new Set(shop.lines.filter(({ entry }) => entry["correlation_id"] === "click-77").map(({ service }) => service));
  await expect.poll(seen, patience).toEqual(new Set(["frontend", "order-api", "product-api"]));
  for (const { entry } of shop.lines)
    expect(entry).toMatchObject({ time: expect.any(String), level: expect.any(String) });
});

test("T4: each measures itself under the same name", async () => {
  for (const service of ["frontend", "product-api", "order-api"] as const)
    expect(await (await fetch(shop.url(service, "/metrics"))).text()).toMatch(
      /^http_server_request_duration_seconds_bucket\{.*le="2(\.0)?".*\} \d/m,
    );
});

test("T7: an admin sets stock; a customer may not", async () => {
  const put = async (user: string) => {
    const headers = { ...json, authorization: `Bearer ${await shop.token(user)}` };
    const body = JSON.stringify({ stock: 5 });
    return (await fetch(shop.url("product-api", "/api/products/mast-stand/stock"), { method: "PUT", headers, body }))
      .status;
  };
  expect([await put("customer"), await put("admin"), await shop.stock("mast-stand")]).toEqual([403, 204, 5]);
});

test("the catalogue is off where burning is, which is the default", async () => {
  expect((await fetch(shop.url("product-api", "/burn"))).status).toBe(404);
});

describe("when a neighbour is away", () => {
  test("the shop says so in a customer's words, stays ready, and an order is kept", async () => {
    const cookie = await signIn();
    await shop.kill("product-api");
    const products = await fetch(shop.url("frontend", "/shop/products"));
    expect([products.status, await products.json()]).toMatchObject([
      502,
      { detail: expect.stringContaining("the catalogue") },
    ]);
    expect((await fetch(shop.url("frontend", "/readyz"))).status).toBe(200);
    const body = { lines: [{ product: "buoy-speaker", quantity: 1 }] };
    const placed = await post("/shop/orders", body, { cookie, "idempotency-key": "kept-for-later" });
    expect(placed.status).toBe(202);
    await shop.start("product-api");
    const state = async () => {
      const again = await post("/shop/orders", body, { cookie, "idempotency-key": "kept-for-later" });
      return again.status;
    };
    await expect.poll(state, patience).toBe(201);
  });
});

test("T4: on SIGTERM the request under way is answered, and the last line is still JSON", async () => {
  const cookie = await signIn();
  const [waiting, stopping] = [shop.pid("product-api") ?? 0, shop.pid("order-api") ?? 0];
  // order-api has taken the order and waits for product-api, which does not answer for now
  process.kill(-waiting, "SIGSTOP");
  const asked = post(
    "/shop/orders",
    { lines: [{ product: "gull-webcam", quantity: 1 }] },
    { cookie, "idempotency-key": "last-of-the-day" },
  );
  const taken = async () => (await fetch(shop.url("frontend", "/shop/orders"), { headers: { cookie } })).text();
  await expect.poll(taken, patience).toContain('"state":"placed"');
  process.kill(stopping, "SIGTERM");
  const refused = () =>
    fetch(shop.url("order-api", "/healthz"), { headers: { connection: "close" } }).then(
      () => false,
      () => true,
    );
  await expect.poll(refused, patience).toBe(true);
  process.kill(-waiting, "SIGCONT");
  expect([201, 202]).toContain((await asked).status);
  const stopped = () =>
    shop.lines.some(({ service, entry }) => service === "order-api" && entry["message"] === "stopped");
  await expect.poll(stopped, patience).toBe(true);
  await shop.start("order-api");
});
