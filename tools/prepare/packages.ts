import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fingerprint, once } from "./stamp.ts";

const environment = (root: string) => ({
  ...process.env,
  PATH: [join(root, "node_modules/.bin"), process.env["PATH"] ?? ""].join(delimiter),
});

export function run(root: string, cwd: string, command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: environment(root), stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    child.stdout.on("data", (chunk) => (said += chunk));
    child.stderr.on("data", (chunk) => (said += chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`"${command} ${args.join(" ")}" in ${cwd} ended with ${code}:\n${said.slice(-2000)}`)),
    );
  });
}

const withFile = (root: string, file: string) =>
  readdirSync(join(root, "services"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, "services", entry.name, file)))
    .map((entry) => join(root, "services", entry.name));

export const nodeServices = (root: string) => withFile(root, "package-lock.json");
export const pythonServices = (root: string) => withFile(root, "requirements.txt");

/** `npm ci` in each Node service whose lock file changed since. */
export async function nodePackages(root: string): Promise<void> {
  for (const folder of nodeServices(root)) {
    const print = fingerprint([join(folder, "package-lock.json"), join(folder, "package.json")]);
    await once(join(folder, "node_modules/.prepared"), print, () =>
      run(root, folder, "npm", ["ci", "--ignore-scripts", "--prefer-offline"]),
    );
  }
}

/** What says which Python, and which lists of packages, a virtual environment is made from. */
export function pythonPrint(lists: readonly string[]): string {
  const asked = spawnSync("python3", ["-c", "import sys; print(sys.version.split()[0])"], { encoding: "utf8" });
  const [major = 0, minor = 0] = (asked.stdout ?? "").split(".").map(Number);
  if (asked.status !== 0 || major !== 3 || minor < 11)
    throw new Error(
      `Python 3.11 or newer is needed as "python3"; found ${asked.status === 0 ? asked.stdout.trim() : "none"}. Install it and try again.`,
    );
  return fingerprint(lists, asked.stdout);
}

/** A virtual environment with what pinned and hashed lists name, made again when they change. */
export async function virtualEnvironment(root: string, venv: string, lists: readonly string[]): Promise<void> {
  await once(join(venv, ".prepared"), pythonPrint(lists), async () => {
    rmSync(venv, { recursive: true, force: true });
    await run(root, root, "python3", ["-m", "venv", venv]);
    const pip = ["-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:"];
    await run(root, root, join(venv, "bin/python"), [...pip, ...lists.flatMap((list) => ["-r", list])]);
  });
}

/** A virtual environment in each Python service, from its pinned and hashed requirements. */
export async function pythonPackages(root: string): Promise<void> {
  for (const folder of pythonServices(root)) {
    const lists = ["requirements.txt", "requirements-dev.txt"].map((name) => join(folder, name)).filter(existsSync);
    await virtualEnvironment(root, join(folder, ".venv"), lists);
  }
}
