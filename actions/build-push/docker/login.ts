import type { Deps, Secret } from "../../../src/action/index.ts";
import { repositoryOf } from "../../../src/release/registry/reference.ts";
import { dockerLogin } from "../../../src/release/wiring/docker-login.ts";
import { docker } from "./call.ts";

/** The name under which the main part tells the post part where it signed in. */
export const loginState = "registry";

export interface Credentials {
  readonly username: string | undefined;
  readonly password: Secret | undefined;
  readonly token: Secret | undefined;
}

/** GitHub's own registry, also of a GitHub Enterprise Server. The job's token goes there and nowhere else. */
export const isGitHubs = (host: string, serverUrl: string): boolean =>
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

export async function signIn(name: string, credentials: Credentials, deps: Deps): Promise<void> {
  const { host } = repositoryOf(name);
  const { serverUrl, actor } = deps.runner;
  const who = whoSignsIn(host, credentials, { serverUrl, actor, signedIn: dockerLogin(deps.env)(host) !== undefined });
  if (who === undefined) return;
  const args = ["login", "--username", who.username, "--password-stdin", host];
  await docker(`signing in to ${host}`, args, deps, { input: who.password });
  deps.state.save(loginState, host);
  deps.log.info(`signed in to ${host} as ${who.username}`);
}

/** What was left behind: nothing of ours stays on a machine that others use. */
export async function signOut(deps: Deps): Promise<void> {
  const host = deps.state.get(loginState);
  if (host === undefined || host === "") return;
  const ran = await deps.exec("docker", ["logout", host]);
  if (ran.ended.how === "exit" && ran.ended.code === 0) deps.log.info(`signed out of ${host}`);
  else deps.log.warning(`could not sign out of ${host}: ${ran.stderr.trim()}`);
}
