/** T7: signing in, roles, and changing the key while the shop is open. */
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeProtectedHeader, SignJWT } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Desk, keyFolder, openDesk } from "../testing/desk.ts";
import { makeKeyFolder, readKeyRing, rereading } from "./keys.ts";
import { createTokens } from "./tokens.ts";

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

const signIn = (user: unknown, password: unknown) =>
  desk.ask("/sessions", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user, password }),
  });

describe("signing in", () => {
  test("gives a token that says who and what", async () => {
    const response = await signIn("admin", "tide");
    expect([response.status, response.headers.get("cache-control")]).toEqual([201, "no-store"]);
    const current = await desk.ask("/sessions/current", { headers: await desk.as("admin") });
    expect(await current.json()).toEqual({ user: { name: "admin", roles: ["customer", "admin"] } });
  });

  test.each(["customer", "nobody", "__proto__", "constructor"])(
    "%s with a wrong password learns nothing",
    async (user) => {
      const response = await signIn(user, "wrong");
      expect([response.status, await response.json()]).toMatchObject([
        401,
        { detail: "Name and password do not go together." },
      ]);
    },
  );

  test("what is no sign-in is refused", async () => {
    expect((await signIn("", 7)).status).toBe(400);
  });

  test("after ten wrong passwords a name has to wait, also with the right one; a minute later it may", async () => {
    for (let tries = 0; tries < 10; tries += 1) expect((await signIn("customer", `wrong-${tries}`)).status).toBe(401);
    const response = await signIn("customer", "tide");
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "60"]);
    expect((await signIn("admin", "tide")).status).toBe(201);
    desk.time.now += 61_000;
    expect((await signIn("customer", "tide")).status).toBe(201);
  });
});

describe("a token", () => {
  const refused = async (authorization: string | undefined) => {
    const response = await desk.ask("/orders", { headers: authorization === undefined ? {} : { authorization } });
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    return JSON.stringify(await response.json());
  };

  test("is needed", async () => {
    await refused(undefined);
    await refused("Basic YTpi");
  });

  test("that is forged, of another algorithm, unsigned or of no known key is refused", async () => {
    const { signing } = await readKeyRing(keys);
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const signed = (
      header: { alg: string; kid?: string },
      key = signing.key,
      audience = "techcommerce",
      roles = ["admin"],
    ) =>
      new SignJWT({ roles })
        .setSubject("admin")
        .setIssuer("techcommerce/order-api")
        .setAudience(audience)
        .setExpirationTime("1h")
        .setProtectedHeader(header)
        .sign(key);
    const known = { alg: "RS256", kid: signing.id };
    await refused(`Bearer ${await signed(known, privateKey)}`);
    await refused(`Bearer ${await signed({ ...known, kid: "other" })}`);
    await refused(`Bearer ${await signed({ alg: "RS256" })}`);
    await refused(`Bearer ${await signed({ ...known, alg: "PS256" })}`);
    await refused(`Bearer ${btoa('{"alg":"none"}')}.${btoa('{"sub":"admin","roles":["admin"]}')}.`);
    expect(await refused(`Bearer ${await signed(known, signing.key, "elsewhere")}`)).toContain("not one of ours");
    expect(await refused(`Bearer ${await signed(known, signing.key, "techcommerce", ["captain"])}`)).toContain(
      "roles are not known",
    );
  });

  test("expires", async () => {
    const { authorization = "" } = await desk.as("customer");
    desk.time.now += 3_601_000;
    expect(await refused(authorization)).toContain("it has expired");
  });

  test("of a service places no orders", async () => {
    const ring = () => readKeyRing(keys);
    const token = await createTokens(ring, () => new Date()).forService();
    const response = await desk.ask("/orders", { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(403);
  });

  test("for our own calls is made anew before it expires", async () => {
    let at = 1_000_000_000_000;
    const tokens = createTokens(
      () => readKeyRing(keys),
      () => new Date(at),
    );
    const first = await tokens.forService();
    expect(await tokens.forService()).toBe(first);
    at += 61_000;
    expect(await tokens.forService()).not.toBe(first);
  });
});

describe("keys", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "keys-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const newKey = () =>
    generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" });

  test("are published without their private part, under ids that every pod computes alike", async () => {
    const response = await desk.ask("/.well-known/jwks.json");
    const { published, signing } = await readKeyRing(keys);
    expect(await response.json()).toEqual(published);
    expect(JSON.stringify(published)).not.toContain('"d"');
    expect(published.keys[0]?.kid).toBe(signing.id);
  });

  test("change without a token refused: next, current, previous", async () => {
    makeKeyFolder(folder);
    const tokens = createTokens(
      () => readKeyRing(folder),
      () => new Date(),
    );
    const caller = { name: "customer", roles: ["customer"] } as const;
    const before = await tokens.sign(caller, 60);
    writeFileSync(join(folder, "next.pem"), newKey());
    expect((await readKeyRing(folder)).published.keys).toHaveLength(2);
    expect(decodeProtectedHeader(await tokens.sign(caller, 60)).kid).toBe(decodeProtectedHeader(before).kid);

    renameSync(join(folder, "current.pem"), join(folder, "previous.pem"));
    renameSync(join(folder, "next.pem"), join(folder, "current.pem"));
    const after = await tokens.sign(caller, 60);
    expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid);
    expect((await tokens.verify(before)).ok && (await tokens.verify(after)).ok).toBe(true);

    rmSync(join(folder, "previous.pem"));
    expect((await tokens.verify(before)).ok).toBe(false);
    expect((await tokens.verify(after)).ok).toBe(true);
  });

  test("a folder without a current key, or with one of another kind, is refused in one sentence", async () => {
    await expect(readKeyRing(folder)).rejects.toThrow("Expected a private key in current.pem; found no .pem file");
    writeFileSync(join(folder, "next.pem"), newKey());
    await expect(readKeyRing(folder)).rejects.toThrow("found next.pem");
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    writeFileSync(join(folder, "current.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
    await expect(readKeyRing(folder)).rejects.toThrow("expected an RSA key, got ec");
  });

  test("made once on one machine", () => {
    makeKeyFolder(folder);
    makeKeyFolder(folder);
    expect(readdirSync(folder)).toEqual(["current.pem"]);
  });

  test("are read again after a while, and half-written ones do not stop those that work", async () => {
    const ring = await readKeyRing(keys);
    let at = 0;
    let reads = 0;
    let broken = false;
    const read = rereading(
      async () => {
        reads += 1;
        if (broken) throw new Error("half a key");
        return ring;
      },
      () => at,
      100,
    );
    await read();
    await read();
    expect(reads).toBe(1);
    at = 101;
    broken = true;
    expect(await read()).toBe(ring);
    expect(reads).toBe(2);
  });

  test("that cannot be read at the start are tried again", async () => {
    let reads = 0;
    const ring = await readKeyRing(keys);
    const read = rereading(
      async () => {
        reads += 1;
        if (reads === 1) throw new Error("not there yet");
        return ring;
      },
      () => 0,
    );
    await expect(read()).rejects.toThrow("not there yet");
    expect(await read()).toBe(ring);
  });
});
