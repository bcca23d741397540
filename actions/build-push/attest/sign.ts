import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { Deps, JsonValue } from "../../../src/action/index.ts";
import { textAt } from "../../../src/release/json/json.ts";
import type { Identity } from "./identity.ts";
import { certify, logEntry, timestamp } from "./services.ts";

/** Who certifies the key, and who witnesses when it was used. */
export interface SigningServices {
  readonly fulcio: string;
  /** the public log, for public repositories */
  readonly rekor?: string;
  /** a time stamp instead, where the name of a private repository must not become public */
  readonly timestamp?: string;
}

/** As GitHub's own attest action chooses: Sigstore's public services, or GitHub's. */
export function servicesFor(visibility: string | undefined, serverUrl: string): SigningServices {
  if (visibility === "public") return { fulcio: "https://fulcio.sigstore.dev", rekor: "https://rekor.sigstore.dev" };
  const { hostname } = new URL(serverUrl);
  const host = hostname === "github.com" ? "githubapp.com" : hostname;
  return { fulcio: `https://fulcio.${host}`, timestamp: `https://timestamp.${host}` };
}

/** A statement with its signature: https://github.com/secure-systems-lab/dsse/blob/master/envelope.md */
export interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly sig: string }[];
}

const payloadType = "application/vnd.in-toto+json";

/** What is signed is not the payload alone: its type and both lengths stand before it. */
function enveloped(payload: Buffer, key: KeyObject): { readonly envelope: Envelope; readonly signature: Buffer } {
  const head = `DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `;
  const signature = sign("sha256", Buffer.concat([Buffer.from(head), payload]), key);
  const sig = signature.toString("base64");
  return { envelope: { payload: payload.toString("base64"), payloadType, signatures: [{ sig }] }, signature };
}

/** The bytes inside a PEM frame, as base64. */
const inside = (pem: string): string => pem.replace(/-----[^-]+-----/g, "").replace(/\s+/g, "");

/**
 * Signs a statement with a key that lives for this one signature. What comes of it is a Sigstore bundle, version 0.3:
 * https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto
 */
export async function signStatement(
  statement: object,
  { token, claims }: Identity,
  services: SigningServices,
  deps: Deps,
): Promise<JsonValue> {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const proof = sign("sha256", Buffer.from(textAt(claims, "sub") ?? ""), privateKey).toString("base64");
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const certificate = await certify(services.fulcio, { token, publicKey: pem, proof }, deps);
  const { envelope, signature } = enveloped(Buffer.from(JSON.stringify(statement)), privateKey);
  const tlogEntries = services.rekor === undefined ? [] : [await logEntry(services.rekor, envelope, certificate, deps)];
  const rfc3161Timestamps =
    services.timestamp === undefined ? [] : [{ signedTimestamp: await timestamp(services.timestamp, signature, deps) }];
  return {
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    verificationMaterial: {
      certificate: { rawBytes: inside(certificate) },
      tlogEntries,
      timestampVerificationData: { rfc3161Timestamps },
    },
    dsseEnvelope: { ...envelope, signatures: [...envelope.signatures] },
  };
}
