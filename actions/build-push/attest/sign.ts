import type { JsonValue } from "../../../src/action/index.ts";
import { parseJson } from "../../../src/action/inputs/json.ts";
import type { Identity } from "./identity.ts";

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

const patience = { timeout: 30_000, retry: 3 };

/** Signs a statement with a key that lives for this one signature: a Sigstore bundle. */
export async function signStatement(
  statement: object,
  { token }: Identity,
  services: SigningServices,
): Promise<JsonValue> {
  // loaded only when something is signed
  const { DSSEBundleBuilder, FulcioSigner, RekorWitness, TSAWitness } = await import("@sigstore/sign");
  const { bundleToJSON } = await import("@sigstore/bundle");
  const { fulcio, rekor, timestamp } = services;
  const signer = new FulcioSigner({
    identityProvider: { getToken: async () => token },
    fulcioBaseURL: fulcio,
    ...patience,
  });
  const witnesses = [
    ...(rekor === undefined ? [] : [new RekorWitness({ rekorBaseURL: rekor, entryType: "dsse", ...patience })]),
    ...(timestamp === undefined ? [] : [new TSAWitness({ tsaBaseURL: timestamp, ...patience })]),
  ];
  const data = Buffer.from(JSON.stringify(statement));
  const bundle = await new DSSEBundleBuilder({ signer, witnesses }).create({
    data,
    type: "application/vnd.in-toto+json",
  });
  const parsed = parseJson(JSON.stringify(bundleToJSON(bundle)));
  if (!parsed.ok) throw new TypeError("a bundle is JSON");
  return parsed.value;
}
