/** T7: the signing key changes while the shop is open, by the three renames that `services/order-api` describes. */
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenShop, openShop } from "./open.ts";

const patience = { timeout: 30_000 };
let keys: string;
let shop: OpenShop;

const key = (name: string) => join(keys, `${name}.pem`);
const makeKey = (name: string) =>
  writeFileSync(
    key(name),
    generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" }),
    { mode: 0o600 },
  );

beforeAll(async () => {
  keys = mkdtempSync(join(tmpdir(), "signing-keys-"));
  makeKey("current");
  shop = await openShop({ env: { SIGNING_KEYS_DIR: keys, SIGNING_KEYS_REREAD_MS: "20" } });
});
afterAll(async () => {
  await shop?.stop();
  rmSync(keys, { recursive: true });
});

const signedWith = (token: string) => Buffer.from(token.split(".")[0] ?? "", "base64url").toString();

const published = async (): Promise<number> => {
  const answer: { keys: unknown[] } = JSON.parse(
    await (await fetch(shop.url("order-api", "/.well-known/jwks.json"))).text(),
  );
  return answer.keys.length;
};

/** What each verifier answers to the token: order-api reads its own keys, product-api those that order-api publishes. */
async function welcome(token: string): Promise<{ orders: number; stock: number }> {
  const authorization = `Bearer ${token}`;
  const [orders, stock] = await Promise.all([
    fetch(shop.url("order-api", "/orders"), { headers: { authorization } }),
    fetch(shop.url("product-api", "/products/mast-stand/stock"), {
      method: "PUT",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({ stock: 9 }),
    }),
  ]);
  return { orders: orders.status, stock: stock.status };
}
const taken = { orders: 200, stock: 204 };

test("T7: no token is refused on the way to a new key, and the old key's are once it is gone", async () => {
  const old = await shop.token("admin");
  expect(await welcome(old)).toEqual(taken);

  makeKey("next");
  await expect.poll(published, patience).toBe(2);
  expect(signedWith(await shop.token("admin"))).toBe(signedWith(old));
  // five minutes later product-api has fetched the keys anew; started again, it does so now
  await shop.kill("product-api");
  await shop.start("product-api");
  expect(await welcome(old)).toEqual(taken);

  renameSync(key("current"), key("previous"));
  renameSync(key("next"), key("current"));
  let fresh = old;
  const changed = async () => {
    fresh = await shop.token("admin");
    return signedWith(fresh) === signedWith(old);
  };
  await expect.poll(changed, patience).toBe(false);
  expect([await welcome(old), await welcome(fresh)]).toEqual([taken, taken]);

  rmSync(key("previous"));
  await expect.poll(published, patience).toBe(1);
  expect(await welcome(old)).toMatchObject({ orders: 401 });
  await shop.kill("product-api");
  await shop.start("product-api");
  expect([await welcome(old), await welcome(fresh)]).toEqual([{ orders: 401, stock: 401 }, taken]);
});

test("T7: a key that appears without notice is fetched by the verifier that does not know it", async () => {
  makeKey("next");
  renameSync(key("current"), key("previous"));
  renameSync(key("next"), key("current"));
  await expect.poll(published, patience).toBe(2);
  // product-api asks for an unknown key at most every five seconds, so that forged ones cost nothing
  await expect.poll(async () => welcome(await shop.token("admin")), { ...patience, interval: 500 }).toEqual(taken);
});
