import { afterEach, beforeEach, expect, test } from "vitest";
import { bodyJson, bodyText, request } from "../../../src/action/index.ts";
import { type HttpScript, type ScriptedServer, scriptedServer } from "../../../src/action/testing/index.ts";
import { type Bench, bench } from "./deps.ts";

let here: Bench;
let server: ScriptedServer | undefined;
beforeEach(() => {
  here = bench();
});
afterEach(async () => {
  here.dispose();
  await server?.close();
});
const play = async (script: HttpScript) => {
  server = await scriptedServer(script);
  return server.url;
};

test("what is transient is tried again: 503, a reset connection, half a body", async () => {
  const url = await play({
    "GET /": [{ status: 503 }, { hangUp: true }, { body: "long enough", cutAfter: 4 }, { body: "fine" }],
  });
  expect(bodyText(await request(here.deps, { url, what: "it" }))).toBe("fine");
  expect(here.log()).toMatch(
    /answered 503; next[^\n]*\n[^\n]*other side closed; next[^\n]*\n[^\n]*next try[^\n]*4 of 4\)\n$/,
  );
});

test.each([400, 401, 403, 404, 405, 410, 422, 501])("%i is an answer at once", async (status) => {
  const url = await play({ "GET /": { status, body: "no" } });
  expect((await request(here.deps, { url })).status).toBe(status);
  expect(server?.requests).toHaveLength(1);
});

test("a POST is tried again only where the server says that it did not take it", async () => {
  const url = await play({
    "POST /a": [{ status: 503 }, { status: 201 }],
    "POST /b": { status: 500 },
    "POST /c": { hangUp: true },
  });
  const post = { method: "POST", body: "x" } as const;
  expect((await request(here.deps, { url: `${url}/a`, ...post })).status).toBe(201);
  expect((await request(here.deps, { url: `${url}/b`, ...post })).status).toBe(500);
  await expect(request(here.deps, { url: `${url}/c`, ...post })).rejects.toMatchObject({ code: "network" });
  expect(server?.requests.map(({ path }) => path)).toEqual(["/a", "/a", "/b", "/c"]);
});

test("a POST that does no harm twice is tried again like a GET", async () => {
  const url = await play({ "POST /": [{ status: 500 }, { body: "fine" }] });
  expect((await request(here.deps, { url, method: "POST", repeatable: true })).status).toBe(200);
});

test("a server that stays silent is given up after its time", async () => {
  const url = await play({ "GET /": { silent: true } });
  await expect(request(here.deps, { url, what: "it", timeout: 50, attempts: 2 })).rejects.toMatchObject({
    code: "network",
    message: "it: no answer within 50ms; tried 2 times",
  });
});

test("more bytes than agreed are refused, not read", async () => {
  const url = await play({ "GET /": { body: "x".repeat(1000) } });
  await expect(request(here.deps, { url, what: "it", largest: 999 })).rejects.toMatchObject({
    code: "http",
    message: "it sent more than 999 bytes",
  });
});

test("a cancelled run ends the wait", async () => {
  const url = await play({ "GET /": { silent: true } });
  const asked = request(here.deps, { url, what: "it" });
  here.abort.abort();
  await expect(asked).rejects.toMatchObject({ code: "cancelled" });
});

test("HTML where JSON was promised is named with its beginning", async () => {
  const url = await play({ "GET /": { headers: { "content-type": "text/html" }, body: "<html>Sign in</html>" } });
  const answer = await request(here.deps, { url });
  expect(() => bodyJson(answer, "the registry")).toThrow(
    expect.objectContaining({
      code: "http",
      message: "the registry answered 200 with something that is not JSON (text/html)",
      came: "<html>Sign in</html>",
    }),
  );
});

test("an address nobody listens at is told with its reason", async () => {
  const url = await play({});
  await server?.close();
  await expect(request(here.deps, { url, what: "it", attempts: 1 })).rejects.toThrow(
    /^it: fetch failed: .*ECONNREFUSED.*; tried once$/,
  );
});
