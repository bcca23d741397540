import { generateKeyPairSync, verify } from "node:crypto";
import * as v from "valibot";
import { afterEach, expect, test } from "vitest";
import { storeAttestation } from "../../../../actions/build-push/attest/attest.ts";
import { identityOf } from "../../../../actions/build-push/attest/identity.ts";
import { servicesFor, signStatement } from "../../../../actions/build-push/attest/sign.ts";
import { provenance } from "../../../../actions/build-push/attest/statement.ts";
import { Secret } from "../../../../src/action/index.ts";
import { type HttpScript, play, type ScriptedServer, scriptedServer } from "../../../../src/action/testing/index.ts";
import { type Bench, bench } from "../../action/deps.ts";
import { buildPush, scenario, shop } from "./world.ts";

const claims = {
  sub: "repo:acme/shop:ref:refs/heads/main",
  repository: "acme/shop",
  repository_id: "7",
  repository_owner_id: "8",
  repository_visibility: "private",
  ref: "refs/heads/main",
  sha: "0123456789abcdef0123456789abcdef01234567",
  workflow_ref: "acme/shop/.github/workflows/deploy.yml@refs/heads/main",
  job_workflow_ref: "acme/shop/.github/workflows/deploy.yml@refs/heads/main",
  event_name: "push",
  runner_environment: "github-hosted",
  run_id: "1001",
  run_attempt: "2",
};
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwt = `${part({ alg: "RS256" })}.${part(claims)}.c2lnbmF0dXJl`;
/** any key stands in for the authority's: what is looked at is that the certificate goes into the bundle */
const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const certificate = publicKey
  .export({ type: "spki", format: "pem" })
  .toString()
  .replaceAll("PUBLIC KEY", "CERTIFICATE");

const fulcio: HttpScript = {
  "POST /api/v2/signingCert": { body: { signedCertificateEmbeddedSct: { chain: { certificates: [certificate] } } } },
};
const timestamp: HttpScript = { "POST /api/v1/timestamp": { body: Buffer.from("a time stamp") } };
const rekor: HttpScript = {
  "POST /api/v1/log/entries": {
    status: 201,
    body: {
      abc: {
        body: Buffer.from(JSON.stringify({ kind: "dsse", apiVersion: "0.0.1" })).toString("base64"),
        integratedTime: 1,
        logID: "00",
        logIndex: 42,
        verification: { signedEntryTimestamp: "c2V0" },
      },
    },
  },
};

const servers: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
async function serve(script: HttpScript): Promise<ScriptedServer> {
  const server = await scriptedServer(script);
  servers.push(server);
  return server;
}

const benches: Bench[] = [];
afterEach(() => {
  for (const one of benches.splice(0)) one.dispose();
});
function benchWith(env: Readonly<Record<string, string>>): Bench {
  const one = bench(env);
  benches.push(one);
  return one;
}

const bundleShape = v.object({
  mediaType: v.string(),
  dsseEnvelope: v.object({
    payload: v.string(),
    payloadType: v.string(),
    signatures: v.array(v.object({ sig: v.string() })),
  }),
  verificationMaterial: v.object({
    certificate: v.object({ rawBytes: v.string() }),
    tlogEntries: v.optional(v.array(v.object({ logIndex: v.string() }))),
    timestampVerificationData: v.optional(
      v.object({ rfc3161Timestamps: v.optional(v.array(v.object({ signedTimestamp: v.string() }))) }),
    ),
  }),
});
const requestShape = v.object({
  credentials: v.object({ oidcIdentityToken: v.string() }),
  publicKeyRequest: v.object({ publicKey: v.object({ content: v.string() }) }),
});

const digest = `sha256:${"a".repeat(64)}` as const;
const statement = provenance({ name: "ghcr.io/acme/shop", digest }, "https://github.com", claims);

test("the statement says which workflow of which commit built which digest", () =>
  expect(statement).toMatchObject({
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "ghcr.io/acme/shop", digest: { sha256: "a".repeat(64) } }],
    predicateType: "https://slsa.dev/provenance/v1",
    predicate: {
      buildDefinition: {
        externalParameters: {
          workflow: {
            ref: "refs/heads/main",
            repository: "https://github.com/acme/shop",
            path: ".github/workflows/deploy.yml",
          },
        },
        resolvedDependencies: [
          { uri: "git+https://github.com/acme/shop@refs/heads/main", digest: { gitCommit: claims.sha } },
        ],
      },
      runDetails: {
        builder: { id: "https://github.com/acme/shop/.github/workflows/deploy.yml@refs/heads/main" },
        metadata: { invocationId: "https://github.com/acme/shop/actions/runs/1001/attempts/2" },
      },
    },
  }));

test.each([
  ["public", "https://github.com", { fulcio: "https://fulcio.sigstore.dev", rekor: "https://rekor.sigstore.dev" }],
  [
    "private",
    "https://github.com",
    { fulcio: "https://fulcio.githubapp.com", timestamp: "https://timestamp.githubapp.com" },
  ],
  [
    "internal",
    "https://acme.ghe.com",
    { fulcio: "https://fulcio.acme.ghe.com", timestamp: "https://timestamp.acme.ghe.com" },
  ],
])("a %s repository's name becomes public only if it is", (visibility, serverUrl, services) =>
  expect(servicesFor(visibility, serverUrl)).toEqual(services),
);

test("the identity is asked for Sigstore, and hidden from then on", async () => {
  const server = await serve({ "GET /token": { body: { value: jwt } } });
  const { deps, log } = benchWith({
    ACTIONS_ID_TOKEN_REQUEST_URL: `${server.url}/token?api=1`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token-1",
  });
  const identity = await identityOf(deps);
  expect(identity).toEqual({ token: jwt, claims });
  expect(server.requests[0]).toMatchObject({
    path: "/token?api=1&audience=sigstore",
    headers: { authorization: "Bearer request-token-1" },
  });
  deps.log.info(`token ${jwt}`);
  expect(log()).toMatch(/^token \*\*\*$/m);
});

test.each([
  ["a private repository: time-stamped, in no public log", { ...fulcio, ...timestamp }, "timestamp"],
  ["a public one: in the public log", { ...fulcio, ...rekor }, "rekor"],
] as const)("%s; the signature is right", async (_, script, witness) => {
  const server = await serve(script);
  const signed = await signStatement(
    statement,
    { token: jwt, claims },
    { fulcio: server.url, [witness]: server.url },
    benchWith({}).deps,
  );
  const bundle = v.parse(bundleShape, signed);
  expect(bundle.mediaType).toBe("application/vnd.dev.sigstore.bundle.v0.3+json");
  const payload = Buffer.from(bundle.dsseEnvelope.payload, "base64");
  expect(JSON.parse(payload.toString("utf8"))).toEqual(statement);
  const asked = v.parse(requestShape, JSON.parse(server.requests[0]?.body ?? ""));
  expect(asked.credentials.oidcIdentityToken).toBe(jwt);
  // DSSE: what is signed is `DSSEv1 LENGTH TYPE LENGTH BODY`
  const type = bundle.dsseEnvelope.payloadType;
  const encoded = Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload]);
  const signature = Buffer.from(bundle.dsseEnvelope.signatures[0]?.sig ?? "", "base64");
  expect(verify("sha256", encoded, asked.publicKeyRequest.publicKey.content, signature)).toBe(true);
  const { tlogEntries, timestampVerificationData } = bundle.verificationMaterial;
  expect([tlogEntries?.[0]?.logIndex, timestampVerificationData?.rfc3161Timestamps?.length === 1]).toEqual(
    witness === "rekor" ? ["42", false] : [undefined, true],
  );
});

test("it is stored beside the repository; a refusal says what came", async () => {
  const path = "POST /repos/acme/shop/attestations";
  const server = await serve({
    [path]: [
      { status: 201, body: { id: 99 } },
      { status: 403, body: { message: "Resource not accessible by integration" } },
    ],
  });
  const { deps } = benchWith({ GITHUB_API_URL: server.url, GITHUB_REPOSITORY: "acme/shop" });
  const token = new Secret("ghs_0123456789abcdef");
  expect(await storeAttestation({ a: 1 }, token, deps)).toBe("https://github.com/acme/shop/attestations/99");
  expect(server.requests[0]).toMatchObject({
    body: '{"bundle":{"a":1}}',
    headers: { authorization: "Bearer ghs_0123456789abcdef" },
  });
  await expect(storeAttestation({ a: 1 }, token, deps)).rejects.toMatchObject({
    code: "http",
    came: expect.stringContaining("Resource not accessible"),
  });
});

test("an image that cannot be attested is pushed, and the step says so", async () => {
  const transcript = await play(
    scenario(await buildPush(), {
      with: { attest: "true", "cache-from": "type=gha" },
      http: { "GET /token": { status: 403, body: "no" } },
      env: ({ http }) => ({
        ACTIONS_ID_TOKEN_REQUEST_URL: `${http}/token`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token-1",
      }),
    }),
  );
  expect(transcript.exit).toBe(2);
  expect(transcript.log).toContain("attest-failed::ghcr.io/acme/shop@");
  expect(transcript.outputs["image"]).toBe(shop.digest);
  // where a job can sign, nothing comes from a cache
  expect(transcript.calls.flatMap(({ args }) => args).filter((arg) => arg.startsWith("--cache"))).toEqual([]);
});
