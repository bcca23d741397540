import { createHash } from "node:crypto";
import { join } from "node:path";
import { ActionError, type Deps, must, succeeded } from "../../../src/action/index.ts";
import { oldestPython, pythonTools } from "./tools.gen.ts";

/** Where the programs are. */
export interface PythonTools {
  readonly pipAudit: string;
  readonly bandit: string;
}

const numbers = (version: string) => version.split(".").map(Number);

function isOlder(version: string, bar: string): boolean {
  const [major = 0, minor = 0] = numbers(version);
  const [wantedMajor = 0, wantedMinor = 0] = numbers(bar);
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}

async function pythonVersion(python: string, { exec }: Deps): Promise<string> {
  const asked = await exec(python, ["--version"], { timeout: 20_000 });
  const version = /Python (\d+\.\d+)/.exec(`${asked.stdout}${asked.stderr}`)?.[1];
  if (!succeeded(asked) || version === undefined || isOlder(version, oldestPython))
    throw new ActionError("no-python", `${python} cannot be used`, {
      expected: `Python ${oldestPython} or later`,
      came: version === undefined ? "no Python" : `Python ${version}`,
    });
  return version;
}

/**
 * pip-audit and bandit in an environment of their own, every file checked against its published SHA-256, wheels only: nothing
 * that is downloaded runs while it is installed. Kept in the tool cache, so a runner that stays installs them once.
 */
export async function pythonToolsFor(python: string, deps: Deps): Promise<PythonTools> {
  const { files, runner, random } = deps;
  const version = await pythonVersion(python, deps);
  const key = createHash("sha256").update(pythonTools).update(version).digest("hex").slice(0, 16);
  const cache = join(runner.toolCache, "tidegate-audit");
  // an environment cannot be moved, and two jobs may install at once: each in its own folder, the pointer names a finished one
  const pointer = join(cache, `${key}.place`);
  const known = files.exists(pointer) ? await files.read(pointer) : "";
  if (known !== "" && files.exists(join(known, "bin/bandit"))) return toolsIn(known);
  const folder = join(cache, `${key}-${random().toString(36).slice(2)}`);
  try {
    await install(python, folder, deps);
  } catch (thrown) {
    await files.remove(folder);
    throw thrown;
  }
  await files.write(pointer, folder);
  return toolsIn(folder);
}

const toolsIn = (folder: string): PythonTools => ({
  pipAudit: join(folder, "bin/pip-audit"),
  bandit: join(folder, "bin/bandit"),
});

const pipArguments = [
  "install",
  "--require-hashes",
  "--only-binary",
  ":all:",
  "--no-deps",
  "--quiet",
  "--disable-pip-version-check",
];

const install = (python: string, folder: string, { exec, files, log }: Deps): Promise<void> =>
  log.group("Install pip-audit and bandit", async () => {
    must(await exec(python, ["-m", "venv", folder], { show: "all", timeout: 120_000 }));
    const list = join(folder, "tools.txt");
    await files.write(list, pythonTools);
    must(await exec(join(folder, "bin/pip"), [...pipArguments, "-r", list], { show: "all", timeout: 600_000 }));
  });
