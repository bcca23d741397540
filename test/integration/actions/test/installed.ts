import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { python } from "../python/interpreter.ts";
import { root } from "./world.ts";

const cache = join(root, "node_modules/.cache/tidegate");

/**
 * Installs what a lock file says, once for this machine; undefined where its registry cannot be asked. Only what is whole
 * gets its name: several test runs may come here at once.
 */
function installed(name: string, locks: readonly string[], install: (place: string) => void): string | undefined {
  const locked = createHash("sha256");
  for (const lock of locks) locked.update(readFileSync(lock));
  const place = join(cache, `${name}-${locked.digest("hex").slice(0, 12)}`);
  if (existsSync(place)) return place;
  mkdirSync(cache, { recursive: true });
  const begun = mkdtempSync(join(cache, `${name}-begun-`));
  try {
    install(begun);
    renameSync(begun, place);
  } catch {
    // it could not be fetched, or somebody else was quicker
    rmSync(begun, { recursive: true, force: true });
  }
  return existsSync(place) ? place : undefined;
}

/** The packages of a project, by its lock file. */
export function npmPackages(project: string): string | undefined {
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  const place = installed(basename(project), [join(project, "package-lock.json")], (cwd) => {
    for (const name of ["package.json", "package-lock.json"]) copyFileSync(join(project, name), join(cwd, name));
    execFileSync("npm", ["ci", ...options], { cwd, stdio: "pipe" });
  });
  return place && join(place, "node_modules");
}

/** A Python with what files of requirements lock. */
export function pythonWith(...requirements: readonly string[]): string | undefined {
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"];
  const place = installed("python", requirements, (folder) => {
    execFileSync(python, ["-m", "venv", folder], { stdio: "pipe" });
    execFileSync(join(folder, "bin/python"), [...pip, ...requirements.flatMap((file) => ["-r", file])], {
      stdio: "pipe",
    });
  });
  return place && join(place, "bin/python");
}
