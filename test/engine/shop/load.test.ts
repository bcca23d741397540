/**
 * 200 requests a second for 30 seconds, as customers mix them; then the same while each service is killed once. It needs no
 * engine, but a machine to itself: here test files run one at a time.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenShop, openShop, password } from "../../integration/shop/open.ts";

const perSecond = 200;

let shop: OpenShop;
let cookie: string;
beforeAll(async () => {
  // what is measured is whether anything is lost; a machine that is busy with other tests may be slow
  shop = await openShop({ env: { LOG_LEVEL: "warn", UPSTREAM_TIMEOUT_MS: "30000" } });
  const response = await fetch(shop.url("frontend", "/shop/session"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user: "customer", password }),
  });
  cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
});
afterAll(() => shop?.stop());

interface Outcome {
  readonly ms: number;
  /** undefined where the connection broke */
  readonly status: number | undefined;
  readonly order: string | undefined;
}

/** Of ten requests six browse, two open the page, one looks at orders, one orders. */
async function request(number: number, name: string): Promise<Outcome> {
  const start = performance.now();
  const kind = number % 10;
  const key = kind === 9 ? `${name}-${number}` : undefined;
  const path = kind < 6 ? `/shop/products?per_page=8&page=${1 + (number % 2)}` : kind < 8 ? "/" : "/shop/orders";
  try {
    const response = await fetch(shop.url("frontend", path), {
      method: key === undefined ? "GET" : "POST",
      headers: { cookie, ...(key === undefined ? {} : { "content-type": "application/json", "idempotency-key": key }) },
      ...(key === undefined ? {} : { body: JSON.stringify({ lines: [{ product: "mast-stand", quantity: 1 }] }) }),
    });
    await response.arrayBuffer();
    return { ms: performance.now() - start, status: response.status, order: key };
  } catch {
    return { ms: performance.now() - start, status: undefined, order: key };
  }
}

/** Starts requests by the clock, not by the answers: a slow server gets no mercy. */
async function load(seconds: number, name: string): Promise<readonly Outcome[]> {
  const under: Promise<Outcome>[] = [];
  const start = performance.now();
  while (under.length < perSecond * seconds) {
    const due = Math.min(perSecond * seconds, Math.floor(((performance.now() - start) / 1000) * perSecond) + 1);
    while (under.length < due) under.push(request(under.length, name));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return Promise.all(under);
}

const placed = async (): Promise<number> => {
  const response = await fetch(shop.url("frontend", "/shop/orders"), { headers: { cookie } });
  const answer: { total: number } = JSON.parse(await response.text());
  return answer.total;
};

test("no request fails, and no order is missing or double", async () => {
  const before = await shop.stock("mast-stand");
  const outcomes = await load(30, "calm-sea");
  const times = outcomes.map(({ ms }) => ms).sort((one, other) => one - other);
  const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? 0);
  console.log(`load: ${outcomes.length} requests, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`);
  const failed = outcomes.filter(({ status }) => status !== 200 && status !== 201);
  expect(failed).toEqual([]);
  const orders = outcomes.filter(({ order }) => order !== undefined).length;
  expect([await placed(), before - (await shop.stock("mast-stand"))]).toEqual([orders, orders]);
});

test("each service killed once meanwhile: every order a customer asked for again exists once", async () => {
  const [known, before] = [await placed(), await shop.stock("mast-stand")];
  const under = load(9, "stormy-sea");
  for (const service of ["product-api", "order-api", "frontend"] as const) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await shop.kill(service);
    await shop.start(service);
  }
  const outcomes = await under;
  const wanted = outcomes.flatMap(({ order }) => order ?? []);
  // each asks again until it is told that the order is confirmed
  for (const key of wanted) {
    const again = async () => {
      const number = Number(key.split("-").at(-1));
      return (await request(number, "stormy-sea")).status;
    };
    await expect.poll(again, { timeout: 60_000 }).toBe(201);
  }
  expect([(await placed()) - known, before - (await shop.stock("mast-stand"))]).toEqual([wanted.length, wanted.length]);
});
