import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { calculateJwkThumbprint, exportJWK, type JWK } from "jose";

export interface SigningKey {
  /** the key's RFC 7638 thumbprint: the same key has the same id in every pod */
  readonly id: string;
  readonly key: KeyObject;
}

export interface KeyRing {
  readonly signing: SigningKey;
  readonly published: { readonly keys: readonly JWK[] };
  readonly find: (id: string) => KeyObject | undefined;
}

async function named(privateKey: KeyObject): Promise<{ id: string; key: KeyObject; jwk: JWK }> {
  const publicKey = createPublicKey(privateKey);
  const jwk = await exportJWK(publicKey);
  const id = await calculateJwkThumbprint(jwk);
  return { id, key: publicKey, jwk: { ...jwk, kid: id, alg: "RS256", use: "sig" } };
}

/**
 * Reads `*.pem` in a folder: `current.pem` signs, all of them are published.
 *
 * To change the key: add the new one as `next.pem` and wait until every verifier has seen it (five minutes); make it
 * `current.pem` and the old one `previous.pem`; drop that once the last token it signed has expired.
 */
export async function readKeyRing(folder: string): Promise<KeyRing> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".pem"))
    .sort();
  const keys = new Map<string, { readonly private: KeyObject; readonly jwk: JWK; readonly public: KeyObject }>();
  let signing: SigningKey | undefined;
  for (const file of files) {
    const privateKey = createPrivateKey(readFileSync(join(folder, file)));
    if (privateKey.asymmetricKeyType !== "rsa")
      throw new Error(`${file}: expected an RSA key, got ${privateKey.asymmetricKeyType}`);
    const { id, key, jwk } = await named(privateKey);
    keys.set(id, { private: privateKey, public: key, jwk });
    if (file === "current.pem") signing = { id, key: privateKey };
  }
  if (!signing)
    throw new Error(
      `Expected a private key in current.pem; found ${files.join(", ") || "no .pem file"} in the key folder`,
    );
  return {
    signing,
    published: { keys: [...keys.values()].map(({ jwk }) => jwk) },
    find: (id) => keys.get(id)?.public,
  };
}

/** For one machine: a key of our own that survives a restart. Pods share one by Secret instead. */
export function makeKeyFolder(folder: string): string {
  if (existsSync(join(folder, "current.pem"))) return folder;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  try {
    writeFileSync(join(folder, "current.pem"), privateKey.export({ type: "pkcs8", format: "pem" }), {
      mode: 0o600,
      flag: "wx",
    });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return folder;
}

/** A Secret that changes is a folder that changes: read again once what was read is older than this. */
export function rereading(read: () => Promise<KeyRing>, clock: () => number, everyMs = 30_000): () => Promise<KeyRing> {
  let ring: Promise<KeyRing> | undefined;
  let readAt = 0;
  return async () => {
    if (ring === undefined || clock() - readAt > everyMs) {
      readAt = clock();
      const before = ring;
      const next = read();
      // half-written keys must not stop the ones that work
      ring = before ? next.catch(() => before) : next;
      next.catch(() => {
        if (!before) ring = undefined;
      });
    }
    return ring;
  };
}
