import * as v from "valibot";
import { ActionError, type Answer, bodyJson, type HttpDeps, type Masker, plain, request } from "../../action/index.ts";

/** What GitHub answered: a value, that there is none (404), or nothing that says how it is. */
export type Seen<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "absent"; readonly message: string }
  | { readonly kind: "unseen"; readonly why: string };

/** Why nothing can be said, in words. */
export const whyUnseen = (seen: Seen<unknown> | undefined): string =>
  seen?.kind === "unseen" ? seen.why : "GitHub tells nothing of it";

/** GitHub does not know the token: nothing else can be asked. */
export class TokenRefused extends Error {
  override readonly name = "TokenRefused";
}

export interface Asked<T> {
  /** below the API's address: `/repos/acme/shop` */
  readonly path: string;
  readonly schema: v.GenericSchema<unknown, T>;
  /** what a fine-grained token needs for it, as GitHub's settings call it: `Administration: read` */
  readonly right: string;
}

/** Where and with what is asked. */
export interface GitHub {
  readonly api: string;
  readonly token: string;
  readonly deps: HttpDeps;
  readonly masker: Masker;
}

const Refusal = v.object({ message: v.string() });

/** GitHub's own words, as text of others: nothing in them moves a cursor, and no token is in them. */
function messageOf(answer: Answer, { masker }: GitHub): string {
  try {
    const read = v.safeParse(Refusal, bodyJson(answer, "GitHub"));
    return read.success ? masker.hide(plain(read.output.message)).replace(/\s+/g, " ").slice(0, 200) : "";
  } catch {
    return "";
  }
}

const limited = (answer: Answer, message: string) =>
  answer.status === 429 || answer.headers.get("x-ratelimit-remaining") === "0" || /rate limit/i.test(message);

function refused(answer: Answer, right: string, github: GitHub): Seen<never> {
  const message = messageOf(answer, github);
  const said = `GitHub answered ${answer.status}${message === "" ? "" : ` (${message})`}`;
  if (answer.status === 404) return { kind: "absent", message };
  if (answer.status !== 403) return { kind: "unseen", why: said };
  if (limited(answer, message)) return { kind: "unseen", why: `${said}: ask again when GitHub's limit allows it` };
  return { kind: "unseen", why: `${said}; the token needs ${right}` };
}

/** The page behind this one, as GitHub's Link header names it. Never of another server: the token goes there. */
function nextPage(answer: Answer, api: string): string | undefined {
  const next = /<([^<>]+)>;\s*rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
  return next !== undefined && URL.canParse(next) && new URL(next).origin === new URL(api).origin ? next : undefined;
}

async function page<T>(
  url: string,
  { schema, right }: Asked<T>,
  github: GitHub,
): Promise<{ readonly seen: Seen<T>; readonly next?: string | undefined }> {
  const { api, token, deps, masker } = github;
  try {
    const answer = await request(deps, {
      url,
      what: "GitHub",
      attempts: 3,
      within: 30_000,
      headers: {
        accept: "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
        "user-agent": "tidegate",
        authorization: `Bearer ${token}`,
      },
    });
    if (answer.status === 401) throw new TokenRefused(messageOf(answer, github));
    if (answer.status !== 200) return { seen: refused(answer, right, github) };
    const read = v.safeParse(schema, bodyJson(answer, "GitHub"));
    if (read.success) return { seen: { kind: "value", value: read.output }, next: nextPage(answer, api) };
    const where = v.getDotPath(read.issues[0]) ?? "the answer";
    return { seen: { kind: "unseen", why: `GitHub's answer is not as documented (${where})` } };
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    return { seen: { kind: "unseen", why: masker.hide(plain(error.message)) } };
  }
}

/** One answer, of one page. */
export const ask = async <T>(github: GitHub, asked: Asked<T>): Promise<Seen<T>> =>
  (await page(`${github.api}${asked.path}`, asked, github)).seen;

/** A list of however many pages: all of it, or not seen. Half a list would call missing what stands on the other half. */
export async function askAll<T>(github: GitHub, asked: Asked<readonly T[]>): Promise<Seen<readonly T[]>> {
  const all: T[] = [];
  const join = asked.path.includes("?") ? "&" : "?";
  let url: string | undefined = `${github.api}${asked.path}${join}per_page=100`;
  for (let pages = 0; url !== undefined; pages += 1) {
    if (pages === 100) return { kind: "unseen", why: "GitHub's list does not end after 100 pages" };
    const { seen, next }: Awaited<ReturnType<typeof page<readonly T[]>>> = await page(url, asked, github);
    if (seen.kind !== "value") return seen;
    all.push(...seen.value);
    url = next;
  }
  return { kind: "value", value: all };
}
