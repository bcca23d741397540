import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { hostsOf, passwordOf } from "./addresses.ts";
import { goSettings } from "./go.ts";

const run = promisify(execFile);

/** How package managers find their registry on this machine, for steps that have no home to read it from. */
export interface Packages {
  /** names the files that npm, pip and Go alone read, and no value of them */
  readonly env: Readonly<Record<string, string>>;
  /** `host:port` of every registry that is named */
  readonly hosts: readonly string[];
  /** `host:port` of those that nothing is looked at of, only connected */
  readonly connected: readonly string[];
  /** passwords and tokens in the files */
  readonly secrets: readonly string[];
}

interface Place {
  readonly repository: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const ask = async (command: string, args: readonly string[], { repository, env }: Place): Promise<string> => {
  const answer = await run(command, [...args], { cwd: repository, env: { ...env }, timeout: 20_000 }).catch(
    () => undefined,
  );
  return answer?.stdout ?? "";
};

function jsonOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

/** `${NAME}` in an .npmrc stands for a variable, which the steps will not have. */
const expanded = (line: string, env: Place["env"]) =>
  line.replace(/\$\{(\w+)(\?)?\}/g, (whole, name: string) => env[name] ?? whole);

/** What npm itself says is in force; and what it hides even then, from the user's own file: who signs in where. */
async function npmSettings(place: Place): Promise<{ file: string; hosts: string[]; secrets: string[] }> {
  const effective = jsonOf(await ask("npm", ["config", "list", "--json"], place));
  const text = (name: string) => (typeof effective[name] === "string" ? effective[name] : "");
  let own = "";
  try {
    own = readFileSync(text("userconfig"), "utf8");
  } catch {
    // most people have none
  }
  const signIns = own
    .split("\n")
    .map((line) => expanded(line.trim(), place.env))
    .filter((line) => /^(\/\/|_auth|_password|username|email|always-auth)/.test(line));
  const scoped = Object.keys(effective).filter((name) => /^@.+:registry$/.test(name));
  const lines = [
    ...["registry", "cafile", ...scoped].flatMap((name) => (text(name) ? [`${name}=${text(name)}`] : [])),
    ...(effective["strict-ssl"] === false ? ["strict-ssl=false"] : []),
    ...signIns,
  ];
  const registries = [text("registry"), ...scoped.map(text)];
  const secrets = signIns.flatMap((line) => {
    const [, value = ""] = /(?:_authToken|_auth|_password)\s*=\s*"?([^"]+)"?$/.exec(line) ?? [];
    return value === "" ? [] : [value];
  });
  return {
    file: `${lines.join("\n")}\n`,
    hosts: hostsOf(registries),
    secrets: [...secrets, ...registries.flatMap(passwordOf)],
  };
}

/** Where pip looks unless told otherwise, in its own words. */
const pipDefaults =
  "from pip._internal.models.index import PyPI; print(PyPI.simple_url, 'https://' + PyPI.file_storage_domain)";

/** `global.index-url='https://…'`; a variable outweighs the user's file, and the file of one command outweighs neither. */
async function pipSettings(place: Place): Promise<{ file: string; hosts: string[]; secrets: string[] }> {
  const [listed, defaults] = await Promise.all([
    ask("python3", ["-m", "pip", "config", "list"], place),
    ask("python3", ["-c", pipDefaults], place),
  ]);
  const settings = new Map<string, string>();
  for (const layer of ["global", "install", ":env:"])
    for (const line of listed.split("\n")) {
      const [, section, name = "", value = ""] = /^([^.]+)\.([\w-]+)='(.*)'$/.exec(line) ?? [];
      if (section === layer) settings.set(name, value.replaceAll("\\n", "\n"));
    }
  const taken = [
    "index-url",
    "extra-index-url",
    "cert",
    "find-links",
    "trusted-host",
    "no-index",
    "timeout",
    "default-timeout",
  ];
  const lines = taken.flatMap((name) => {
    const value = settings.get(name);
    return value === undefined ? [] : [`${name} = ${value.split("\n").join("\n    ")}`];
  });
  const named = ["index-url", "extra-index-url", "find-links"].flatMap((name) =>
    (settings.get(name) ?? "").split(/\s+/),
  );
  // an index may hand out files of another host; only of pip's own one is that host known
  const hosts = hostsOf([...named, ...defaults.trim().split(/\s+/)]);
  return { file: `[global]\n${lines.join("\n")}\n`, hosts, secrets: named.flatMap(passwordOf) };
}

export async function resolvePackages(place: Place, folder: string): Promise<Packages> {
  const home = join(folder, "go");
  mkdirSync(home, { recursive: true });
  const [npm, pip, go] = await Promise.all([npmSettings(place), pipSettings(place), goSettings(home, place.env)]);
  const files = { npm: join(folder, "npmrc"), pip: join(folder, "pip.conf"), go: join(folder, "go.env") };
  writeFileSync(files.npm, npm.file, { mode: 0o600 });
  writeFileSync(files.pip, pip.file, { mode: 0o600 });
  writeFileSync(files.go, go.file, { mode: 0o600 });
  return {
    env: { NPM_CONFIG_USERCONFIG: files.npm, PIP_CONFIG_FILE: files.pip, GOENV: files.go },
    hosts: [...new Set([...npm.hosts, ...pip.hosts])],
    connected: go.hosts,
    secrets: [...new Set([...npm.secrets, ...pip.secrets, ...go.secrets])],
  };
}
