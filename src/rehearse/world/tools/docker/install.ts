import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { cp, link, mkdir, mkdtemp, readdir, readlink, rename, rm, symlink } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import { promisify } from "node:util";
import type { Install } from "../../images/run.ts";

export interface InstallWorld {
  /** what a package manager gets to reach its registry, and nothing more */
  readonly env: Readonly<Record<string, string>>;
  /** installed folders by what they were made from; absent: nothing is kept */
  readonly cache?: string;
}

const run = promisify(execFile);

/** Where an install puts everything, and what it is made from: the same from the same, so it needs to be done once. */
interface Outcome {
  readonly folder: string;
  readonly from: readonly string[];
}

/** Undefined where versions could float: then it is done each time. */
function outcomeOf({ command, args, cwd }: Install): Outcome | undefined {
  const inFolder = (names: readonly string[]) =>
    names.map((name) => join(cwd, name)).filter((file) => existsSync(file));
  if (command === "npm") {
    const lock = inFolder(["npm-shrinkwrap.json", "package-lock.json"]);
    return lock.length === 0
      ? undefined
      : { folder: join(cwd, "node_modules"), from: [...lock, ...inFolder(["package.json", ".npmrc"])] };
  }
  const after = (...flags: readonly string[]) =>
    args.flatMap((arg, at) => (flags.includes(args[at - 1] ?? "") ? [arg] : []));
  const [target] = after("--target", "-t");
  const from = inFolder([...after("-r", "--requirement"), ...after("-c", "--constraint")]);
  if (target === undefined || from.length === 0 || !args.includes("--require-hashes")) return undefined;
  return { folder: isAbsolute(target) ? target : join(cwd, target), from };
}

/** A tree of links to the same files; of copies where the cache lies on another disk. */
async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkTree(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else await link(source, target).catch(() => cp(source, target));
  }
}

async function attempt(
  command: string,
  args: readonly string[],
  cwd: string,
  env: InstallWorld["env"],
): Promise<string> {
  try {
    return (await run(command, [...args], { cwd, env: { ...env }, maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch (cause) {
    const text = cause instanceof Error && "stderr" in cause ? String(cause.stderr) : String(cause);
    const tail = text.trim().split("\n").slice(-20).join("\n");
    throw new Error(`${command} ${args.join(" ")} failed:\n${tail}`, { cause });
  }
}

/** pip's own compiled files hold times and temporary paths: made by Python's rule for reproducible ones instead. */
async function compilePython(target: string, inImage: string, cwd: string, env: InstallWorld["env"]): Promise<void> {
  const how = ["-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", "-d", inImage, target];
  // packages bring files that are no Python, such as templates: those stay uncompiled, as with pip
  await run("python3", how, { cwd, env: { ...env } }).catch(() => undefined);
}

async function installInto(
  { command, args, cwd, folder }: Install,
  outcome: Outcome | undefined,
  env: InstallWorld["env"],
) {
  await mkdir(cwd, { recursive: true });
  if (command === "npm") return void (await attempt(command, args, cwd, env));
  await attempt(command, [...args, "--no-compile"], cwd, env);
  if (outcome) await compilePython(outcome.folder, join(folder, relative(cwd, outcome.folder)), cwd, env);
}

async function keyOf(install: Install, outcome: Outcome, env: InstallWorld["env"]): Promise<string> {
  const version = await attempt(install.command === "npm" ? "node" : "python3", ["--version"], install.cwd, env);
  const hash = createHash("sha256").update(
    JSON.stringify([process.platform, process.arch, version, install.command, install.folder, install.args]),
  );
  for (const file of outcome.from) hash.update("\0").update(readFileSync(file));
  return hash.digest("hex").slice(0, 32);
}

/** Does an install of a Dockerfile; what the same lock file gave before is taken from the cache. */
export async function performInstall(install: Install, world: InstallWorld): Promise<"installed" | "from the cache"> {
  const { env, cache } = world;
  const outcome = outcomeOf(install);
  if (cache === undefined || outcome === undefined) {
    await installInto(install, outcome, env);
    return "installed";
  }
  const kept = join(cache, "installs", await keyOf(install, outcome, env));
  if (existsSync(kept)) {
    await linkTree(kept, outcome.folder);
    return "from the cache";
  }
  await installInto(install, outcome, env);
  await mkdir(join(cache, "installs"), { recursive: true });
  const half = await mkdtemp(join(cache, "installs", "half-"));
  await linkTree(outcome.folder, half);
  // whoever was quicker with the same has the same
  await rename(half, kept).catch(() => rm(half, { recursive: true, force: true }));
  return "installed";
}
