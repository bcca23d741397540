import { userInfo } from "node:os";
import { delimiter, join } from "node:path";

type Env = Readonly<Record<string, string>>;

/** `npm run` and `npx` put folders of their own on PATH: the steps of a workflow are not to find another package's tools there. */
const isOfPackage = (folder: string) => /(^|\/)node_modules\/(\.bin|npm\/)/.test(folder);

/** As `whoami` says it, so that `chown "$USER"` works; an account that has no name gets the one of GitHub's runners. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "runner";
  }
}

/**
 * Closes what an allow-list and an empty HOME leave open: git signs in nowhere and asks nobody, and ssh, which takes its keys
 * from the account's own folder whatever HOME says, is told to use none. `folder`, the run's own, is as far up as git looks for
 * a repository: it lies in the very one that is rehearsed. Who runs the steps is named, as on every runner.
 */
export function closedEnvironment(machine: Env, folder: string): Env {
  const home = machine["HOME"] ?? "/nonexistent";
  const user = userName();
  return {
    ...machine,
    USER: user,
    LOGNAME: user,
    PATH: (machine["PATH"] ?? "")
      .split(delimiter)
      .filter((folder) => !isOfPackage(folder))
      .join(delimiter),
    XDG_CONFIG_HOME: join(home, ".config"),
    XDG_CACHE_HOME: join(home, ".cache"),
    XDG_DATA_HOME: join(home, ".local/share"),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CEILING_DIRECTORIES: folder,
    GIT_TERMINAL_PROMPT: "0",
    GIT_SSH_COMMAND: "ssh -F /dev/null -o BatchMode=yes -o IdentitiesOnly=yes -o IdentityFile=/dev/null",
  };
}
