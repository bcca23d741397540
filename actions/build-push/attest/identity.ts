import { bodyJson, type Deps, kitError, request } from "../../../src/action/index.ts";
import { type Json, parseJson, textAt } from "../../../src/release/json/json.ts";

/** Who the job is, as GitHub vouches for it. */
export interface Identity {
  /** shown to Sigstore, and to nobody else; hidden everywhere */
  readonly token: string;
  /** what the token says: https://docs.github.com/actions/reference/openid-connect-reference */
  readonly claims: Json;
}

/** The claims of a token that GitHub itself just gave us: there is nobody in between whose signature to check. */
function claimsOf(token: string): Json {
  const [, payload = ""] = token.split(".");
  return parseJson(Buffer.from(payload, "base64url").toString("utf8"));
}

export async function identityOf(deps: Deps): Promise<Identity> {
  const { env, log } = deps;
  const [address, key] = [env["ACTIONS_ID_TOKEN_REQUEST_URL"] ?? "", env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] ?? ""];
  if (address === "" || key === "")
    throw kitError("bad-input", "attest: the job has no identity", { expected: "`permissions: id-token: write`" });
  const url = new URL(address);
  url.searchParams.set("audience", "sigstore");
  const what = "GitHub's identity service";
  const answer = await request(deps, { url, what, headers: { authorization: `Bearer ${key}` } });
  const token = textAt(bodyJson(answer, what), "value");
  if (answer.status !== 200 || token === undefined)
    throw kitError("http", `${what} answered ${answer.status}, without a token`);
  log.mask(token);
  return { token, claims: claimsOf(token) };
}
