import {
  asActionError,
  type Deps,
  type ExecOptions,
  must,
  type Ran,
  retry,
  succeeded,
} from "../../../src/action/index.ts";
import { type Trouble, troubleError, troubleIn } from "./trouble.ts";

const attempts = 4;
/** with the calls themselves: a long build counts once */
const within = 60 * 60 * 1000;

export type Called =
  | { readonly ran: Ran }
  | { readonly trouble: Trouble; readonly tries: number; readonly stderr: string };

/** One call of docker, or the trouble it had, as a value. What is transient was tried again, visibly. */
export async function tryDocker(
  what: string,
  args: readonly string[],
  deps: Deps,
  options: ExecOptions = {},
): Promise<Called> {
  let last: Called | undefined;
  try {
    return await retry<Called>(deps, { what, attempts, within }, async (number) => {
      const ran = await deps.exec("docker", args, options);
      if (succeeded(ran)) return { done: true, value: { ran } };
      // killed, cancelled or missing: nothing that docker said
      if (ran.ended.how !== "exit") must(ran);
      const trouble = troubleIn(ran.stderr);
      last = { trouble, tries: number, stderr: ran.stderr };
      return trouble.transient ? { done: false, why: trouble.line } : { done: true, value: last };
    });
  } catch (thrown) {
    if (last === undefined || asActionError(thrown).code !== "network") throw thrown;
    return last;
  }
}

/** The same where trouble is the end. */
export async function docker(
  what: string,
  args: readonly string[],
  deps: Deps,
  options: ExecOptions = {},
): Promise<Ran> {
  const called = await tryDocker(what, args, deps, options);
  if ("ran" in called) return called.ran;
  throw troubleError(called.trouble, what, called);
}
