import { join } from "node:path";
import semver from "semver";
import { findPython, type Interpreter, makePython } from "../programs/python.ts";
import type { StandIn } from "../runner/actions/manifest.ts";

/** The one that is first on PATH; else the one that bears the version in its name. */
async function pythonFor(wanted: string, env: Readonly<Record<string, string>>) {
  const minor = /^\d+\.\d+/.exec(wanted)?.[0];
  const found: Interpreter[] = [];
  for (const name of ["python3", ...(minor === undefined ? [] : [`python${minor}`])]) {
    const one = await findPython(name, env);
    if (!one) continue;
    found.push(one);
    if (wanted === "" || semver.validRange(wanted) === null || semver.satisfies(one.version, wanted))
      return { found, fits: one };
  }
  return { found };
}

/** setup-python: one that is installed, where it is what was asked for; else the step fails and says so. */
export const setupPython: StandIn = {
  kind: "stand-in",
  instead: "takes the Python that is installed; what pip installs ends with the job",
  run: async ({ inputs, env, temp, log }) => {
    const wanted = (inputs["python-version"] ?? "").trim();
    const { found, fits } = await pythonFor(wanted, env);
    if (!fits) {
      const [first] = found;
      log(
        first
          ? `the workflow asks for Python ${wanted}, installed is ${first.version}: install it, or put another one first on PATH`
          : `python3 was not found: install Python ${wanted}, then rehearse again`,
      );
      return { ok: false, outputs: {} };
    }
    const folder = join(temp, "..", `python-${fits.version}`);
    const { bin, home } = makePython({ folder, interpreter: fits, bare: true, home: env["HOME"] ?? temp });
    log(`Python ${fits.version}`);
    return {
      ok: true,
      outputs: { "python-version": fits.version, "python-path": join(bin, "python"), "cache-hit": "false" },
      paths: [bin],
      env: { pythonLocation: home, Python_ROOT_DIR: home, Python3_ROOT_DIR: home },
    };
  },
};
