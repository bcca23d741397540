import type { Env } from "./environment.ts";
import type { Program } from "./process.ts";

const quoted = (text: string) => `'${text.replaceAll("\0", "").replaceAll("'", "'\\''")}'`;
const assigned = ([name, value]: readonly [string, string]) => `${name}=${quoted(value)}`;

/** A shell cannot export `INPUT_FAIL-ON`: such variables are set by env. */
const isShellName = (name: string) => /^[A-Za-z_]\w*$/.test(name);

/**
 * Variables by which a shell does nothing else, so that the launcher itself can hold them for all steps. A locale is among them: each
 * step's shell would read it from a dozen files once more.
 */
const isHeld = (name: string) =>
  /^(CI|HOME|KUBECONFIG|LANG|LC_ALL|LOGNAME|PATH|USER|(DOCKER|GIT|GITHUB|NPM_CONFIG|PIP|RUNNER|TIDEGATE|XDG|npm_config)_\w+|\w+_(CA_BUNDLE|CA_CERTS|CERT_FILE|PROXY|proxy))$/.test(
    name,
  );

export const isOfLocale = (name: string): boolean => /^(LANG|LANGUAGE|LOCPATH|LC_\w+)$/.test(name);

/** What the launcher exports once. */
export const heldOf = (env: Env): Env => Object.fromEntries(Object.entries(env).filter(([name]) => isHeld(name)));

export const exportText = (env: Env): string => {
  const entries = Object.entries(env);
  return entries.length === 0 ? "" : `export ${entries.map(assigned).join(" ")}\n`;
};

const ofTheLauncher = [
  "OLDPWD",
  "SHLVL",
  "after",
  "by",
  "code",
  "left",
  "next",
  "now",
  "number",
  "third",
  "told",
  "token",
  "was",
];

/** What a forked launcher does to become the step: only what differs from the variables it holds is said. */
export function launchText({ command, args, cwd, env }: Program, held: Env): string {
  const differs = Object.entries(env).filter(([name, value]) => held[name] !== value);
  const own = differs.filter(([name]) => isShellName(name));
  const exported = exportText(Object.fromEntries(own));
  const others = differs.filter(([name]) => !isShellName(name)).map(([name, value]) => quoted(`${name}=${value}`));
  const missing = Object.keys(held).filter((name) => !Object.hasOwn(env, name));
  const words = [...(others.length > 0 ? ["env", ...others] : []), quoted(command), ...args.map(quoted)];
  return [
    `cd ${quoted(cwd)} || exit 1\n`,
    `unset ${[...ofTheLauncher, ...missing].join(" ")}\n`,
    // a locale that is not there: the step's own shell says so
    own.some(([name]) => isOfLocale(name)) ? exported.replace(/\n$/, " 2>/dev/null\n") : exported,
    `exec ${words.join(" ")}\n`,
  ].join("");
}
