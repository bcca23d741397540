import type { Secret } from "../../action/index.ts";

export interface Credentials {
  readonly username: string | undefined;
  readonly password: Secret | undefined;
  /** the job's token */
  readonly token: Secret | undefined;
}

/** GitHub's own registry, also of a GitHub Enterprise Server. The job's token goes there and nowhere else. */
const isGitHubs = (host: string, serverUrl: string): boolean =>
  host === "ghcr.io" || host === `containers.${new URL(serverUrl).host}`;

/** Who signs in where: a password that was given first, then what is signed in already, then the job's token. */
export function whoSignsIn(
  host: string,
  { username, password, token }: Credentials,
  known: { readonly serverUrl: string; readonly actor: string | undefined; readonly signedIn: boolean },
): { readonly username: string; readonly password: Secret } | undefined {
  const actor = username ?? known.actor ?? "github";
  if (password !== undefined) return { username: actor, password };
  if (known.signedIn || token === undefined || !isGitHubs(host, known.serverUrl)) return undefined;
  return { username: actor, password: token };
}
