/** T1: the shop's pages, and what its server passes on to the two APIs. */
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createApp } from "./app.ts";
import { createCorrelation } from "./serving/correlation.ts";
import { createLog } from "./serving/log.ts";
import { tokenFrom } from "./session.ts";
import { settingsFrom } from "./settings.ts";

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the server has no port");
  return `http://127.0.0.1:${address.port}`;
}

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** The frontend, in front of one server that plays both APIs and notes what it was asked. */
async function shopBefore(answer: (asked: Asked) => { status: number; body?: unknown } | "silence" | "hang up") {
  const asked: Asked[] = [];
  const behind = await serve(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const one = { method: request.method, url: request.url, headers: request.headers, body };
    asked.push(one);
    const given = answer(one);
    if (given === "silence") return;
    if (given === "hang up") return void request.socket.destroy();
    response.writeHead(given.status, { "content-type": "application/json" }).end(JSON.stringify(given.body ?? {}));
  });
  const correlation = createCorrelation(() => "made");
  let stopping = false;
  const at = await serve(
    createApp({
      settings: settingsFrom({ PRODUCT_API_URL: behind, ORDER_API_URL: `${behind}/`, UPSTREAM_TIMEOUT_MS: "300" }),
      log: createLog({
        service: "frontend",
        level: "error",
        write: () => {},
        now: () => new Date(0),
        correlationId: correlation.current,
      }),
      correlation,
      draining: () => stopping,
      fetch,
      clock: () => 0,
      pages: join(import.meta.dirname, "../public"),
    }),
  );
  return { at, asked, stop: () => (stopping = true) };
}

const cookie = { cookie: "other=1; shop_session=a.b-c.d_e" };
const json = { "content-type": "application/json" };

describe("T1: pages", () => {
  test("come with a policy that allows nothing but this server, and break none of it themselves", async () => {
    const { at } = await shopBefore(() => "silence");
    const page = await fetch(`${at}/`);
    const html = await page.text();
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
    expect(page.headers.get("x-powered-by")).toBeNull();
    expect(html).not.toMatch(/<script>|<style|style=|onclick=|https?:\/\//);
    for (const [, path] of html.matchAll(/(?:src|href)="(\/[^"]+)"/g))
      expect((await fetch(at + path)).status, path).toBe(200);
  });

  test("nothing outside the pages' folder is served", async () => {
    const { at } = await shopBefore(() => "silence");
    for (const path of ["/package.json", "/..%2fpackage.json", "/%2e%2e/package.json", "/src/main.ts"])
      expect((await fetch(at + path)).status, path).toBe(404);
  });

  test("over TLS the browser is told to stay with it", async () => {
    const { at } = await shopBefore(() => "silence");
    const secure = await fetch(`${at}/`, { headers: { "x-forwarded-proto": "https" } });
    expect(secure.headers.get("strict-transport-security")).toContain("max-age=");
    expect((await fetch(`${at}/`)).headers.get("strict-transport-security")).toBeNull();
  });
});

describe("T1: products", () => {
  test("only known parameters reach the catalogue, with the correlation id", async () => {
    const { at, asked } = await shopBefore(() => ({ status: 200, body: { items: [] } }));
    await fetch(`${at}/shop/products?q=a%20b&page=2&evil=1`, { headers: { "x-correlation-id": "click-1" } });
    await fetch(`${at}/shop/products/a%2Fb`);
    expect(asked.map(({ url }) => url)).toEqual(["/products?q=a+b&page=2", "/products/a%2Fb"]);
    expect(asked[0]?.headers["x-correlation-id"]).toBe("click-1");
  });

  test("a refusal from behind is passed on as it came", async () => {
    const { at } = await shopBefore(() => ({ status: 400, body: { detail: "Bad search" } }));
    const response = await fetch(`${at}/shop/products?page=0`);
    expect([response.status, await response.json()]).toEqual([400, { detail: "Bad search" }]);
  });

  test("a connection that broke is tried once more", async () => {
    let calls = 0;
    const { at } = await shopBefore(() => (++calls === 1 ? "hang up" : { status: 200 }));
    expect([(await fetch(`${at}/shop/products`)).status, calls]).toEqual([200, 2]);
  });

  test.each([
    ["silence", 504, "We waited 300 ms for the catalogue."],
    ["hang up", 502, "We cannot reach the catalogue just now."],
    [{ status: 500, body: { stack: "secret" } }, 502, "We got no good answer from the catalogue."],
  ] as const)("%j from behind is said in a customer's words", async (answer, status, words) => {
    const { at } = await shopBefore(() => answer);
    const response = await fetch(`${at}/shop/products`);
    const body = await response.json();
    expect(response.status).toBe(status);
    expect(body).toMatchObject({ status, detail: expect.stringContaining(words) });
    expect(JSON.stringify(body)).not.toContain("secret");
  });
});

describe("the session", () => {
  const session = { status: 201, body: { token: "a.b.c", expires_in: 60, user: { name: "customer" } } };

  test("keeps the token in a cookie that scripts and other sites cannot use", async () => {
    const { at, asked } = await shopBefore(() => session);
    const signIn = { method: "POST", headers: json, body: JSON.stringify({ user: "customer", password: "p" }) };
    const response = await fetch(`${at}/shop/session`, signIn);
    expect(await response.text()).not.toContain("a.b.c");
    expect(response.headers.get("set-cookie")).toMatch(
      /^shop_session=a\.b\.c; Max-Age=60; Path=\/shop; .*HttpOnly; SameSite=Strict$/,
    );
    expect(JSON.parse(asked[0]?.body ?? "")).toEqual({ user: "customer", password: "p" });
    const secure = await fetch(`${at}/shop/session`, { ...signIn, headers: { ...json, "x-forwarded-proto": "https" } });
    expect(secure.headers.get("set-cookie")).toContain("Secure");
  });

  test("a wrong password is passed on; a token we could not keep is not", async () => {
    const wrong = await shopBefore(() => ({ status: 401, body: { detail: "no" } }));
    const post = { method: "POST", headers: json, body: "{}" };
    expect((await fetch(`${wrong.at}/shop/session`, post)).status).toBe(401);
    const odd = await shopBefore(() => ({ status: 201, body: { token: "a b;c", expires_in: 60 } }));
    expect((await fetch(`${odd.at}/shop/session`, post)).status).toBe(502);
  });

  test("who is signed in is asked of order-api; an old cookie is thrown away", async () => {
    const { at, asked } = await shopBefore(() => ({ status: 200, body: { user: { name: "customer" } } }));
    expect(await (await fetch(`${at}/shop/session`)).json()).toEqual({ user: null });
    expect(asked).toEqual([]);
    expect(await (await fetch(`${at}/shop/session`, { headers: cookie })).json()).toEqual({
      user: { name: "customer" },
    });
    expect(asked[0]?.headers.authorization).toBe("Bearer a.b-c.d_e");
    const expired = await shopBefore(() => ({ status: 401 }));
    const response = await fetch(`${expired.at}/shop/session`, { headers: cookie });
    expect(await response.json()).toEqual({ user: null });
    expect(response.headers.get("set-cookie")).toContain("Expires=Thu, 01 Jan 1970");
  });

  test("signing out ends the cookie", async () => {
    const { at } = await shopBefore(() => "silence");
    const response = await fetch(`${at}/shop/session`, { method: "DELETE" });
    expect(response.headers.get("set-cookie")).toMatch(/^shop_session=; .*1970/);
  });

  test.each([
    [undefined, undefined],
    ["shop_session=a.b.c", "a.b.c"],
    ["x=1;shop_session=a.b.c ; y=2", "a.b.c"],
    ["not_shop_session=a.b.c", undefined],
    ["shop_session=a b", undefined],
    ["shop_session", undefined],
  ])("the token in %j is %j", (header, token) => {
    expect(tokenFrom(header)).toBe(token);
  });
});

describe("orders", () => {
  test("need a session, and go on with its token and the key", async () => {
    const { at, asked } = await shopBefore(() => ({ status: 201, body: { id: "1" } }));
    expect((await fetch(`${at}/shop/orders`)).status).toBe(401);
    const body = JSON.stringify({ lines: [] });
    const placed = await fetch(`${at}/shop/orders`, {
      method: "POST",
      headers: { ...json, ...cookie, "idempotency-key": "k1" },
      body,
    });
    await fetch(`${at}/shop/orders`, { method: "POST", headers: cookie });
    await fetch(`${at}/shop/orders`, { headers: cookie });
    await fetch(`${at}/shop/orders/a%2F..%2Fb/cancellation`, { method: "POST", headers: cookie });
    expect(placed.status).toBe(201);
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /orders",
      "POST /orders",
      "GET /orders",
      "POST /orders/a%2F..%2Fb/cancellation",
    ]);
    expect(asked[0]).toMatchObject({
      body,
      headers: { "idempotency-key": "k1", authorization: "Bearer a.b-c.d_e", "x-correlation-id": "made" },
    });
    expect(asked[1]?.headers["idempotency-key"]).toBeUndefined();
  });

  test.each(["cross-site", "same-site", "none"])("a change that a browser sends from %s is refused", async (site) => {
    const { at, asked } = await shopBefore(() => ({ status: 201 }));
    const response = await fetch(`${at}/shop/orders`, {
      method: "POST",
      headers: { ...json, ...cookie, "sec-fetch-site": site },
      body: "{}",
    });
    expect([response.status, asked.length]).toEqual([403, 0]);
  });
});

test("readiness ends with the drain and does not depend on the APIs", async () => {
  const { at, stop } = await shopBefore(() => "hang up");
  expect((await fetch(`${at}/readyz`)).status).toBe(200);
  stop();
  expect((await fetch(`${at}/readyz`)).status).toBe(503);
});

test("without settings the service speaks to its neighbours on this machine", () => {
  expect(settingsFrom({})).toMatchObject({ port: 3000, productApi: "http://127.0.0.1:5000", logLevel: "info" });
});
