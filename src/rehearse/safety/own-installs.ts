import { mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Interpreter, makePython } from "../programs/python.ts";

type Env = Readonly<Record<string, string>>;

/**
 * `pip install` and `npm install --global` write to where Python and Node are installed: on a hosted runner that is thrown away
 * with it, on a laptop it would stay. So each job has a place of its own for both.
 */
export function ownInstalls(machine: Env, folder: string, python: Interpreter | undefined): Env {
  const npm = join(folder, "npm");
  mkdirSync(join(npm, "lib"), { recursive: true });
  const home = machine["HOME"] ?? folder;
  const own = python && makePython({ folder: join(folder, "python"), interpreter: python, bare: false, home });
  return {
    ...machine,
    npm_config_prefix: npm,
    PATH: [...(own ? [own.bin] : []), join(npm, "bin"), machine["PATH"] ?? ""].join(delimiter),
  };
}
