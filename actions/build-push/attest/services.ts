import { createHash } from "node:crypto";
import {
  type Answer,
  badStatus,
  bodyJson,
  type Deps,
  type JsonValue,
  kitError,
  request,
} from "../../../src/action/index.ts";
import { type Json, numberAt, objectAt, textAt, textsAt } from "../../../src/release/json/json.ts";
import type { Envelope } from "./sign.ts";

/** Asking any of them twice is harmless: a certificate, an entry, a stamp more. */
async function post(url: string, what: string, body: object, deps: Deps): Promise<Answer> {
  const headers = { "content-type": "application/json", accept: "application/json" };
  const answer = await request(deps, {
    ...{ url, what, headers, method: "POST", repeatable: true },
    body: JSON.stringify(body),
  });
  if (answer.status < 200 || answer.status > 299) throw badStatus(answer, what);
  return answer;
}

const missing = (what: string, field: string, came: Json) =>
  kitError("http", `${what} answered without ${field}`, { expected: field, came: JSON.stringify(came).slice(0, 200) });

/** A certificate for the key, for ten minutes, in the name of the job: https://github.com/sigstore/fulcio */
export async function certify(
  fulcio: string,
  asked: { readonly token: string; readonly publicKey: string; readonly proof: string },
  deps: Deps,
): Promise<string> {
  const what = `Fulcio (${new URL(fulcio).host})`;
  const body = {
    credentials: { oidcIdentityToken: asked.token },
    publicKeyRequest: {
      publicKey: { algorithm: "ECDSA", content: asked.publicKey },
      proofOfPossession: asked.proof,
    },
  };
  const said = bodyJson(await post(`${fulcio}/api/v2/signingCert`, what, body, deps), what);
  for (const kind of ["signedCertificateEmbeddedSct", "signedCertificateDetachedSct"]) {
    const [certificate] = textsAt(said, kind, "chain", "certificates");
    if (certificate !== undefined) return certificate;
  }
  throw missing(what, "a certificate", said);
}

const base64 = (text: string, from: "utf8" | "hex" = "utf8") => Buffer.from(text, from).toString("base64");

function proofOf(entry: Json): JsonValue | undefined {
  const proof = objectAt(entry, "verification", "inclusionProof");
  const rootHash = textAt(proof, "rootHash");
  if (rootHash === undefined) return undefined;
  return {
    logIndex: String(numberAt(proof, "logIndex") ?? 0),
    rootHash: base64(rootHash, "hex"),
    treeSize: String(numberAt(proof, "treeSize") ?? 0),
    hashes: textsAt(proof, "hashes").map((hash) => base64(hash, "hex")),
    checkpoint: { envelope: textAt(proof, "checkpoint") ?? "" },
  };
}

/** An entry in the public log, in the bundle's form: https://github.com/sigstore/rekor */
export async function logEntry(rekor: string, envelope: Envelope, certificate: string, deps: Deps): Promise<JsonValue> {
  const what = `Rekor (${new URL(rekor).host})`;
  const proposedContent = { envelope: JSON.stringify(envelope), verifiers: [base64(certificate)] };
  const proposed = { apiVersion: "0.0.1", kind: "dsse", spec: { proposedContent } };
  const said = bodyJson(await post(`${rekor}/api/v1/log/entries`, what, proposed, deps), what);
  const [entry] = Object.values(objectAt(said));
  const body = textAt(entry, "body");
  if (entry === undefined || body === undefined) throw missing(what, "an entry", said);
  const promise = textAt(entry, "verification", "signedEntryTimestamp");
  const proof = proofOf(entry);
  return {
    logIndex: String(numberAt(entry, "logIndex") ?? 0),
    logId: { keyId: base64(textAt(entry, "logID") ?? "", "hex") },
    kindVersion: { kind: "dsse", version: "0.0.1" },
    integratedTime: String(numberAt(entry, "integratedTime") ?? 0),
    ...(promise === undefined ? {} : { inclusionPromise: { signedEntryTimestamp: promise } }),
    ...(proof === undefined ? {} : { inclusionProof: proof }),
    canonicalizedBody: body,
  };
}

/** When it was signed, by someone else's clock (RFC 3161): https://github.com/sigstore/timestamp-authority */
export async function timestamp(authority: string, signature: Buffer, deps: Deps): Promise<string> {
  const what = `the time stamp authority (${new URL(authority).host})`;
  const artifactHash = createHash("sha256").update(signature).digest("base64");
  const answer = await post(`${authority}/api/v1/timestamp`, what, { artifactHash, hashAlgorithm: "sha256" }, deps);
  return answer.body.toString("base64");
}
