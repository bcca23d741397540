import { execFile } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import * as v from "valibot";

const run = promisify(execFile);

/** A Python of this machine. */
export interface Interpreter {
  readonly program: string;
  /** `3.11.7` */
  readonly version: string;
  /** the folder that its pip lies in; some have none */
  readonly pip?: string;
}

const question = `import importlib.util, json, os, sys
pip = importlib.util.find_spec("pip")
print(json.dumps({
  "program": getattr(sys, "_base_executable", None) or sys.executable,
  "version": ".".join(map(str, sys.version_info[:3])),
  **({"pip": os.path.dirname(os.path.realpath(os.path.dirname(pip.origin)))} if pip and pip.origin else {}),
}))`;

const Answer = v.object({ program: v.string(), version: v.string(), pip: v.optional(v.string()) });

/** Nothing where there is none; the interpreter itself, not a version manager's shim nor what was made here before. */
export async function findPython(
  command: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Interpreter | undefined> {
  try {
    const { stdout } = await run(command, ["-c", question], { env: { ...env } });
    const { pip, ...rest } = v.parse(Answer, JSON.parse(stdout));
    return { ...rest, ...(pip === undefined ? {} : { pip }) };
  } catch {
    return undefined;
  }
}

/** what a Python that was set up has before anything is installed; without these old packages cannot be built */
const alwaysThere = ["pip", "setuptools", "pkg_resources", "_distutils_hack"];

export interface OwnPython {
  /** for PATH */
  readonly bin: string;
  readonly home: string;
}

export interface OwnPythonRequest {
  readonly folder: string;
  readonly interpreter: Interpreter;
  /** what is installed on this machine is not seen: as after setup-python, only pip is there */
  readonly bare: boolean;
  /** the steps' */
  readonly home: string;
}

/**
 * A Python of a job's own, over the machine's: whatever pip installs or upgrades there ends with the job. It is what `venv`
 * makes, written by hand because that takes seconds.
 */
export function makePython({ folder, interpreter, bare, home }: OwnPythonRequest): OwnPython {
  const { program, version } = interpreter;
  const minor = version.split(".").slice(0, 2).join(".");
  const bin = join(folder, "bin");
  const packages = join(folder, `lib/python${minor}/site-packages`);
  for (const path of [bin, packages]) mkdirSync(path, { recursive: true });
  if (!existsSync(join(bin, "python3"))) {
    symlinkSync(program, join(bin, "python3"));
    for (const name of ["python", `python${minor}`]) symlinkSync("python3", join(bin, name));
  }
  // "no" is no for Python, and for pip not the word at which it refuses --user
  const settings = { home: dirname(program), "include-system-site-packages": bare ? "no" : "true", version };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  writeFileSync(join(folder, "pyvenv.cfg"), lines.join(""));
  for (const name of ["pip", "pip3"])
    writeFileSync(join(bin, name), `#!/bin/sh\nexec "$(dirname "$0")/python3" -m pip "$@"\n`, { mode: 0o755 });
  if (bare) {
    const first = join(folder, "lib/first");
    mkdirSync(first, { recursive: true });
    for (const name of alwaysThere)
      if (interpreter.pip && existsSync(join(interpreter.pip, name)) && !existsSync(join(first, name)))
        symlinkSync(join(interpreter.pip, name), join(first, name));
    const ofUser = join(home, `.local/lib/python${minor}/site-packages`);
    mkdirSync(ofUser, { recursive: true });
    // pip install --user, as many workflows do, asks for this
    writeFileSync(join(packages, "rehearsal.pth"), `${first}\nimport site; site.ENABLE_USER_SITE = True\n${ofUser}\n`);
  }
  return { bin, home: folder };
}
