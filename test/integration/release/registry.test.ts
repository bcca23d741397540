import { afterEach, expect, test } from "vitest";
import { type HttpScript, type ScriptedServer, scriptedServer } from "../../../src/action/testing/index.ts";
import { digestsOf, imageThere, type RegistryOptions } from "../../../src/release/registry/registry.ts";

const servers: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function registry(script: HttpScript): Promise<{ readonly image: string; readonly server: ScriptedServer }> {
  const server = await scriptedServer(script);
  servers.push(server);
  return { image: `${server.url.replace("http://", "")}/acme/web`, server };
}

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const path = `GET /v2/acme/web/manifests/${digest("a")}`;
const options = (credential?: string): RegistryOptions => ({
  fetch: globalThis.fetch,
  signal: new AbortController().signal,
  credential: () => credential,
});

test("an index: its own digest and each platform's are what a runtime may report", async () => {
  const { image } = await registry({
    [path]: { body: { manifests: [{ digest: digest("b") }, { digest: digest("c") }] } },
  });
  expect([...((await digestsOf(image, digest("a"), options())) ?? [])]).toEqual([
    digest("a"),
    digest("b"),
    digest("c"),
  ]);
});

test("a single manifest: its own digest and its configuration's", async () => {
  const { image } = await registry({ [path]: { body: { config: { digest: digest("d") } } } });
  expect([...((await digestsOf(image, digest("a"), options())) ?? [])]).toEqual([digest("a"), digest("d")]);
});

test.each<[string, HttpScript, string]>([
  ["200", { [path]: { body: {} } }, "there"],
  ["404, clearly", { [path]: { status: 404, body: { errors: [{ code: "MANIFEST_UNKNOWN" }] } } }, "missing"],
  ["403", { [path]: { status: 403 } }, "unknown"],
  ["503", { [path]: { status: 503, body: "busy" } }, "unknown"],
  ["a page that is no JSON", { [path]: { body: "<html>" } }, "unknown"],
  ["no answer", { [path]: { hangUp: true } }, "unknown"],
])("%s: only a clear no means that the image is gone", async (_, script, expected) => {
  const { image } = await registry(script);
  expect(await imageThere(image, digest("a"), options())).toBe(expected);
});

test("a registry that asks for a token is given one, got with what docker login left", async () => {
  const { image, server } = await registry({
    [path]: ({ headers }) =>
      headers["authorization"] === "Bearer short-lived"
        ? { body: {} }
        : {
            status: 401,
            headers: { "www-authenticate": `Bearer realm="http://${headers["host"]}/token",service="registry"` },
          },
    "GET /token": { body: { token: "short-lived" } },
  });
  expect(await imageThere(image, digest("a"), options("dana:a-password"))).toBe("there");
  const asked = server.requests.find((request) => request.path.startsWith("/token"));
  expect(asked?.path).toBe("/token?service=registry&scope=repository%3Aacme%2Fweb%3Apull");
  expect(asked?.headers["authorization"]).toBe(`Basic ${Buffer.from("dana:a-password").toString("base64")}`);
  // a registry that wants a name and has none is not asked again and again
  const anonymous = await registry({ [path]: { status: 401, headers: { "www-authenticate": "Basic" } } });
  expect(await imageThere(anonymous.image, digest("a"), options())).toBe("unknown");
  expect(anonymous.server.requests).toHaveLength(1);
});
