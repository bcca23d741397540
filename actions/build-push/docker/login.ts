import type { Deps } from "../../../src/action/index.ts";
import { repositoryOf } from "../../../src/release/registry/reference.ts";
import { type Credentials, whoSignsIn } from "../../../src/release/registry/sign-in.ts";
import { dockerLogin } from "../../../src/release/wiring/docker-login.ts";
import { docker } from "./call.ts";

/** The name under which the main part tells the post part where it signed in. */
export const loginState = "registry";

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
