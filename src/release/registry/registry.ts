import { objectsAt, parseJson, textAt } from "../json/json.ts";
import { type Repository, repositoryOf } from "./reference.ts";

export interface RegistryOptions {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** `user:password` for a registry's host, from Docker's configuration; undefined: anonymous. */
  readonly credential: (host: string) => string | undefined;
}

const accepted = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** The digests under which a runtime may report the image: its own, each platform's, each configuration's. */
export async function digestsOf(
  image: string,
  digest: string,
  options: RegistryOptions,
): Promise<ReadonlySet<string> | undefined> {
  const repository = repositoryOf(image);
  const top = await manifest(repository, digest, options);
  if (top === undefined || top === "missing") return undefined;
  const platforms = objectsAt(top, "manifests").flatMap((one) => textAt(one, "digest") ?? []);
  return new Set([
    digest,
    ...platforms,
    ...(textAt(top, "config", "digest") === undefined ? [] : [textAt(top, "config", "digest") ?? ""]),
  ]);
}

export async function imageThere(
  image: string,
  digest: string,
  options: RegistryOptions,
): Promise<"there" | "missing" | "unknown"> {
  const found = await manifest(repositoryOf(image), digest, options);
  return found === undefined ? "unknown" : found === "missing" ? "missing" : "there";
}

/** undefined: it could not be asked, whatever the reason. Only a clear 404 means that it is not there. */
async function manifest(repository: Repository, digest: string, options: RegistryOptions) {
  const url = `${repository.origin}/v2/${repository.name}/manifests/${digest}`;
  const ask = (authorization?: string) =>
    options.fetch(url, {
      headers: { accept: accepted, ...(authorization === undefined ? {} : { authorization }) },
      signal: AbortSignal.any([options.signal, AbortSignal.timeout(10_000)]),
    });
  try {
    let answer = await ask();
    if (answer.status === 401) {
      const authorization = await signIn(answer.headers.get("www-authenticate") ?? "", repository, options);
      if (authorization === undefined) return undefined;
      answer = await ask(authorization);
    }
    if (answer.status === 404) return "missing" as const;
    return answer.ok ? parseJson(await answer.text()) : undefined;
  } catch {
    options.signal.throwIfAborted();
    return undefined;
  }
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
  const service = part("service");
  if (service !== undefined) url.searchParams.set("service", service);
  url.searchParams.set("scope", part("scope") ?? `repository:${repository.name}:pull`);
  const answer = await options.fetch(url, {
    headers: basic === undefined ? {} : { authorization: basic },
    signal: AbortSignal.timeout(10_000),
  });
  const body = answer.ok ? parseJson(await answer.text()) : undefined;
  const token = textAt(body, "token") ?? textAt(body, "access_token");
  return token === undefined ? undefined : `Bearer ${token}`;
}
