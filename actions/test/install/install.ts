import { dirname, join, relative } from "node:path";
import { ActionError, type Deps, endedInWords, type Ran, succeeded } from "../../../src/action/index.ts";
import { excerpt } from "../results/excerpt.ts";
import { hasHashes, included, unpinned } from "./locked.ts";

export interface InstallSetting {
  readonly folder: string;
  readonly scripts: boolean;
  readonly requirements: readonly string[] | undefined;
  readonly python: string;
  /** what the programs started here do not get of the environment */
  readonly without: Readonly<Record<string, undefined>>;
}

const minutes = 15 * 60_000;

const notLocked = (expected: string, came: string) =>
  new ActionError("not-locked", "the dependencies are not locked", { expected, came });

function installed(ran: Ran, what: string): void {
  if (succeeded(ran)) return;
  const output = `${ran.stdout}\n${ran.stderr}`;
  throw new ActionError("install-failed", `${what} could not be installed: ${endedInWords(ran)}`, {
    came: excerpt(output),
  });
}

/** `npm ci`: exactly what the lock file says. */
export async function installNpm({ folder, scripts, without }: InstallSetting, deps: Deps): Promise<void> {
  const { exec, files, log } = deps;
  const lock = ["package-lock.json", "npm-shrinkwrap.json"].some((name) => files.exists(join(folder, name)));
  if (!lock) {
    const names = await files.list(folder);
    throw notLocked("package-lock.json", names.find((name) => /^(yarn|pnpm-lock|bun)/.test(name)) ?? "none");
  }
  const args = ["ci", "--no-audit", "--no-fund", ...(scripts ? [] : ["--ignore-scripts"])];
  await log.group("npm ci", async () =>
    installed(
      await exec("npm", args, { cwd: folder, env: without, show: "all", timeout: minutes }),
      "the npm packages",
    ),
  );
}

async function requirementsIn({ folder, requirements }: InstallSetting, { files }: Deps): Promise<readonly string[]> {
  if (requirements !== undefined) return requirements.map((name) => files.within(folder, name));
  // what the code needs, and what its tests need besides: often two files, of which neither takes in the other
  const places = ["requirements.txt", "requirements-dev.txt"].map((name) => join(folder, name)).filter(files.exists);
  if (places.length === 0)
    throw notLocked("requirements-dev.txt or requirements.txt, or the input requirements", "none");
  return places;
}

interface Requirements {
  readonly place: string;
  readonly text: string;
}

/** The files, and those they take in: what is not pinned there is not pinned. */
async function readAll(places: readonly string[], files: Deps["files"]): Promise<readonly Requirements[]> {
  const read = new Map<string, string>();
  const open = [...places];
  for (let place = open.shift(); place !== undefined; place = open.shift()) {
    if (read.has(place)) continue;
    const text = await files.read(place);
    read.set(place, text);
    open.push(...included(text).map((name) => join(dirname(place ?? ""), name)));
  }
  return [...read].map(([place, text]) => ({ place, text }));
}

/** What installs into an environment: a program with its first arguments, and how such an environment is made. */
interface Pip {
  readonly command: string;
  readonly args: readonly string[];
  readonly venvArgs: readonly string[];
}

/**
 * From 22.3 on pip installs into an environment that has none. To unpack one into it takes longer than most installs, so that is
 * left to machines with an older one, or whose Python comes without.
 */
async function pipFor(venv: string, python: string, setting: InstallSetting, { exec }: Deps): Promise<Pip> {
  const asked = await exec(setting.python, ["-m", "pip", "--version"], { env: setting.without, timeout: 60_000 });
  const [, major = "0", minor = "0"] = /^pip (\d+)\.(\d+)/.exec(asked.stdout) ?? [];
  const reaches = succeeded(asked) && (Number(major) > 22 || (Number(major) === 22 && Number(minor) >= 3));
  return reaches
    ? { command: setting.python, args: ["-m", "pip", "--python", python], venvArgs: ["--without-pip", venv] }
    : { command: python, args: ["-m", "pip"], venvArgs: [venv] };
}

/** Into an environment of its own, which goes away with the job; the Python in it. */
export async function installPip(setting: InstallSetting, deps: Deps): Promise<string> {
  const { exec, files, log } = deps;
  const places = await requirementsIn(setting, deps);
  const all = await readAll(places, files);
  const loose = all.flatMap(({ place, text }) =>
    unpinned(text).map((line) => `${relative(setting.folder, place)}: ${line}`),
  );
  if (loose.length > 0) throw notLocked("`==` on every line", loose.slice(0, 5).join("\n"));
  const venv = join(await files.temporaryFolder("python"), "venv");
  const python = join(venv, "bin/python");
  const options = { cwd: setting.folder, env: setting.without, show: "all", timeout: minutes } as const;
  const pip = await pipFor(venv, python, setting, deps);
  // Python compiles what is imported; the rest would be compiled for nobody
  const install = [...pip.args, "install", "--quiet", "--disable-pip-version-check", "--no-compile"];
  await log.group("pip install", async () => {
    installed(await exec(setting.python, ["-m", "venv", ...pip.venvArgs], options), "an environment for Python");
    const hashes = all.some(({ text }) => hasHashes(text)) ? ["--require-hashes"] : [];
    installed(
      await exec(pip.command, [...install, ...hashes, ...places.flatMap((place) => ["-r", place])], options),
      "the Python packages",
    );
  });
  return python;
}
