import { parseJson, textAt } from "../json/json.ts";
import { type Repository, repositoryOf } from "./reference.ts";

export interface RegistryOptions {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** `user:password` for a registry's host, from Docker's configuration; undefined: anonymous. */
  readonly credential: (host: string) => string | undefined;
  /** stands in for every registry that is not on this machine, as `mirrorVariable` says */
  readonly mirror?: string | undefined;
}

/** A repository that can be asked; it signs in when the registry wants it, once. */
export interface OpenRepository {
  readonly repository: Repository;
  /** `ask("manifests/sha256:…", { accept })`; the answer as it came, its body unread */
  ask(path: string, headers: Readonly<Record<string, string>>, timeoutMs: number): Promise<Response>;
}

export function openRepository(image: string, options: RegistryOptions): OpenRepository {
  const repository = repositoryOf(image, options.mirror);
  let authorization: string | undefined;
  const once = (path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal) =>
    options.fetch(`${repository.origin}/v2/${repository.name}/${path}`, {
      headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
      signal,
    });
  return {
    repository,
    async ask(path, headers, timeoutMs) {
      const signal = AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]);
      const answer = await once(path, headers, signal);
      if (answer.status !== 401 || repository.mirrored) return answer;
      authorization = await signIn(answer.headers.get("www-authenticate") ?? "", repository, options);
      if (authorization === undefined) return answer;
      await answer.body?.cancel();
      return once(path, headers, signal);
    },
  };
}

/** `Bearer realm="…",service="…",scope="…"`, or `Basic`. */
async function signIn(
  challenge: string,
  repository: Repository,
  options: RegistryOptions,
): Promise<string | undefined> {
  const credential = options.credential(repository.host);
  const basic = credential === undefined ? undefined : `Basic ${Buffer.from(credential).toString("base64")}`;
  if (!/^bearer /i.test(challenge)) return basic;
  const part = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1];
  const realm = part("realm");
  if (realm === undefined || !URL.canParse(realm)) return undefined;
  const url = new URL(realm);
  // a password crosses a network only encrypted
  if (url.protocol !== "https:" && !repository.origin.startsWith("http:")) return undefined;
  const service = part("service");
  if (service !== undefined) url.searchParams.set("service", service);
  url.searchParams.set("scope", part("scope") ?? `repository:${repository.name}:pull`);
  const answer = await options.fetch(url, {
    headers: basic === undefined ? {} : { authorization: basic },
    signal: AbortSignal.any([options.signal, AbortSignal.timeout(10_000)]),
  });
  const body = answer.ok ? parseJson(await answer.text()) : undefined;
  const token = textAt(body, "token") ?? textAt(body, "access_token");
  return token === undefined ? undefined : `Bearer ${token}`;
}
