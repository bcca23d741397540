import { join } from "node:path";
import { findPython, type Interpreter, makePython } from "../programs/python.ts";
import type { StandIn } from "../runner/actions/manifest.ts";
import { askedVersions, fits, unmet, type Versioned } from "./setup/asked.ts";

const python: Versioned = {
  name: "Python",
  action: "actions/setup-python",
  version: "python-version",
  file: "python-version-file",
  tools: ["python"],
  inFile: (file, text) =>
    file === "pyproject.toml" ? (/^\s*(?:requires-)?python\s*=\s*["']([^"']+)/m.exec(text)?.[1] ?? "") : undefined,
  // Python joins with commas what others join with blanks; PyPy and builds without the lock are other programs
  range: (asked) => (/^(pypy|graalpy)|\dt$/.test(asked) ? undefined : asked.replaceAll(",", " ").replace(/-dev$/, "")),
};

/** The one that is first on PATH; else one that bears a version in its name. */
async function pythonFor(asked: readonly string[], env: Readonly<Record<string, string>>) {
  const minors = asked.flatMap((version) => /^\d+\.\d+/.exec(version)?.[0] ?? []);
  const found: Interpreter[] = [];
  // of several that are asked for, the last one is the one that `python` means
  const wanted = asked.at(-1);
  for (const name of ["python3", ...minors.map((minor) => `python${minor}`)]) {
    const one = await findPython(name, env);
    if (one) found.push(one);
    if (one && (wanted === undefined || fits(python, wanted, one.version))) return { found, use: one };
  }
  return { found };
}

/** setup-python: one that is installed, where it is what was asked for; else the step fails and says so. */
export const setupPython: StandIn = {
  kind: "stand-in",
  instead: "takes the Python that is installed; what pip installs ends with the job",
  run: async (given) => {
    const { env, temp, log } = given;
    const asked = askedVersions(python, given);
    if ("problem" in asked) {
      log(asked.problem);
      return { ok: false, outputs: {} };
    }
    const { found, use } = await pythonFor(asked, env);
    if (!use) {
      log(unmet(python, asked.at(-1) ?? "", found[0]?.version));
      return { ok: false, outputs: {} };
    }
    const folder = join(temp, "..", `python-${use.version}`);
    const { bin, home } = makePython({ folder, interpreter: use, bare: true, home: env["HOME"] ?? temp });
    log(`Python ${use.version}`);
    return {
      ok: true,
      outputs: { "python-version": use.version, "python-path": join(bin, "python"), "cache-hit": "false" },
      paths: [bin],
      env: { pythonLocation: home, Python_ROOT_DIR: home, Python3_ROOT_DIR: home },
    };
  },
};
