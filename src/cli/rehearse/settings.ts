import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import type { Settings } from "../../rehearse/runner/run/request.ts";
import { UsageError } from "../io.ts";

export interface Given {
  /** `NAME=VALUE`, `ENVIRONMENT/NAME=VALUE`, or a name alone, whose value is asked for */
  readonly pairs: readonly string[];
  readonly files: readonly string[];
}

/** Values from files and from the command line, which come later and so win; names are upper-cased, as GitHub stores them. */
export async function settingsOf(
  { pairs, files }: Given,
  cwd: string,
  ask: (name: string) => Promise<string>,
): Promise<Settings> {
  const repository: Record<string, string> = {};
  const environments: Record<string, Record<string, string>> = {};
  const set = (key: string, value: string) => {
    const at = key.lastIndexOf("/");
    const name = key.slice(at + 1).toUpperCase();
    if (!/^[A-Z_][A-Z0-9_]*$/.test(name)) throw new UsageError(`"${name}" is no name of a variable or secret`);
    if (at < 0) repository[name] = value;
    else environments[key.slice(0, at)] = { ...environments[key.slice(0, at)], [name]: value };
  };
  for (const file of files) {
    const path = resolve(cwd, file);
    if (!existsSync(path)) throw new UsageError(`${file} is not there`);
    for (const [key, value] of Object.entries(parseEnv(readFileSync(path, "utf8")))) set(key, value ?? "");
  }
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at < 0) set(pair, await ask(pair));
    else set(pair.slice(0, at), pair.slice(at + 1));
  }
  return { repository, environments };
}
