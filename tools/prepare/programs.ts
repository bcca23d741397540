import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ownPlace, placed } from "./place.ts";

/** A program that tests run, and the Debian package it comes with. */
interface Program {
  readonly package: string;
  /** where it lies in the package */
  readonly path: string;
}

const programs = {
  promtool: { package: "prometheus", path: "usr/bin/promtool" },
  prometheus: { package: "prometheus", path: "usr/bin/prometheus" },
  amtool: { package: "prometheus-alertmanager", path: "usr/bin/amtool" },
  postgres: { package: "postgresql-15", path: "usr/lib/postgresql/15/bin/postgres" },
  initdb: { package: "postgresql-15", path: "usr/lib/postgresql/15/bin/initdb" },
} as const satisfies Readonly<Record<string, Program>>;
export type ProgramName = keyof typeof programs;
const names: readonly ProgramName[] = ["promtool", "prometheus", "amtool", "postgres", "initdb"];

/** Where Debian, Ubuntu and others put what is installed, servers of PostgreSQL apart by version. */
function installed(name: ProgramName): string | undefined {
  const apart = "/usr/lib/postgresql";
  const versions = existsSync(apart) ? readdirSync(apart).map((version) => join(apart, version, "bin")) : [];
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...versions];
  return folders.map((folder) => join(folder, name)).find(existsSync);
}

/** The program's path: unpacked here, or the machine's own; nothing if it has neither. */
export const program = (root: string, name: ProgramName): string | undefined =>
  placed(root, join(programs[name].package, programs[name].path)) ?? installed(name);

export const chromium = (): string | undefined =>
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

const run = (command: string, args: readonly string[], cwd: string) => {
  const { status, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  return status === 0 ? undefined : (error?.message ?? stderr.trim().split("\n").at(-1) ?? `ended with ${status}`);
};

/**
 * Fetches Debian's packages and unpacks them beside the repository: installing them would start their servers on this
 * machine. Chromium is installed, as root only, since it needs many libraries. What cannot be had is said in one line each.
 */
export function debianPrograms(root: string): readonly string[] {
  const missing = new Set(
    names.filter((name) => program(root, name) === undefined).map((name) => programs[name].package),
  );
  const notes: string[] = [];
  if (missing.size > 0 || chromium() === undefined) {
    if (!existsSync("/usr/bin/apt-get"))
      return [...missing].map((name) => `${name}: no apt-get here; install what it has another way`);
    const lists = "/var/lib/apt/lists";
    if (!existsSync(lists) || readdirSync(lists).length < 3) run("apt-get", ["update", "-q"], root);
  }
  for (const name of missing) {
    const into = join(ownPlace(root), name);
    rmSync(into, { recursive: true, force: true });
    mkdirSync(into, { recursive: true });
    const problem = run("apt-get", ["download", "-q", name], into) ?? unpack(into);
    if (problem) notes.push(`${name}: ${problem}`);
  }
  if (chromium() === undefined && process.getuid?.() === 0) {
    const problem = run("apt-get", ["install", "-q", "-y", "--no-install-recommends", "chromium"], root);
    if (problem) notes.push(`chromium: ${problem}`);
  }
  return notes;
}

function unpack(into: string): string | undefined {
  for (const archive of readdirSync(into).filter((name) => name.endsWith(".deb"))) {
    const problem = run("dpkg", ["-x", archive, "."], into);
    if (problem) return problem;
    rmSync(join(into, archive));
  }
  writeFileSync(join(into, "README"), "Unpacked for tests by tools/prepare; delete it freely.\n");
  return undefined;
}
