import {
  ActionError,
  asActionError,
  badStatus,
  bodyJson,
  type Deps,
  type Digest,
  type JsonValue,
  request,
  type Secret,
} from "../../../src/action/index.ts";
import { numberAt, textAt } from "../../../src/release/json/json.ts";
import { identityOf } from "./identity.ts";
import { servicesFor, signStatement } from "./sign.ts";
import { provenance } from "./statement.ts";

/** GitHub keeps it beside the repository, where `gh attestation verify` looks. */
export async function storeAttestation(bundle: JsonValue, token: Secret, deps: Deps): Promise<string> {
  const { apiUrl, serverUrl, repository } = deps.runner;
  const answer = await request(deps, {
    url: `${apiUrl}/repos/${repository ?? ""}/attestations`,
    method: "POST",
    what: "GitHub's attestations",
    headers: {
      authorization: `Bearer ${token.reveal()}`,
      accept: "application/vnd.github+json",
      "content-type": "application/json",
    },
    body: JSON.stringify({ bundle }),
    // the same bundle stored twice is one attestation more, and no harm
    repeatable: true,
  });
  if (answer.status !== 201) throw badStatus(answer, "GitHub's attestations");
  return `${serverUrl}/${repository ?? ""}/attestations/${numberAt(bodyJson(answer, "GitHub's attestations"), "id") ?? ""}`;
}

/** Says, signed, which workflow of which commit built the image. Returns where that can be seen. */
export async function attest(
  subject: { readonly name: string; readonly digest: Digest },
  token: Secret,
  deps: Deps,
): Promise<string> {
  try {
    const identity = await identityOf(deps);
    const { serverUrl } = deps.runner;
    const services = servicesFor(textAt(identity.claims, "repository_visibility"), serverUrl);
    const bundle = await signStatement(provenance(subject, serverUrl, identity.claims), identity, services, deps);
    return await storeAttestation(bundle, token, deps);
  } catch (thrown) {
    const error = asActionError(thrown);
    if (error.code === "cancelled") throw error;
    throw new ActionError(
      "attest-failed",
      `${subject.name}@${subject.digest} was pushed, and not attested: ${error.message}`,
      {
        ...(error.came === undefined ? {} : { came: error.came }),
        cause: thrown,
      },
    );
  }
}
