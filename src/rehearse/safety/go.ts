import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import * as v from "valibot";
import { hostsOf, passwordOf } from "./addresses.ts";

const run = promisify(execFile);

type Environment = Readonly<Record<string, string | undefined>>;

/** How Go finds modules on this machine, for steps that have no home to read it from. */
export interface GoSettings {
  /** as `go env -w` would write it */
  readonly file: string;
  /** `host:port` of its proxy and its checksum database: only connected, for Go trusts nobody whom a variable names on macOS */
  readonly hosts: readonly string[];
  /** passwords in them */
  readonly secrets: readonly string[];
}

const asked = ["GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB"];

/** `os.UserConfigDir` below a home. */
const settingsBelow = (home: string) =>
  join(home, process.platform === "darwin" ? "Library/Application Support" : ".config");

/** The user's own settings, wherever they lie. */
function settingsFile(env: Environment): string | undefined {
  const usual = env["HOME"] && settingsBelow(env["HOME"]);
  const folder = (process.platform === "darwin" ? undefined : env["XDG_CONFIG_HOME"]) || usual;
  return env["GOENV"] ?? (folder ? join(folder, "go/env") : undefined);
}

/** A home in which Go takes no notes: it would in the user's, also after it has answered. */
function quietHome(folder: string): { readonly HOME: string; readonly XDG_CONFIG_HOME: string } {
  const telemetry = join(settingsBelow(folder), "go/telemetry");
  mkdirSync(telemetry, { recursive: true });
  writeFileSync(join(telemetry, "mode"), "off");
  return { HOME: folder, XDG_CONFIG_HOME: join(folder, ".config") };
}

/** What Go itself says is in force; nothing where there is no Go. It sees no repository, whose go.mod may make it fetch another Go. */
async function effective(folder: string, env: Environment): Promise<Record<string, string>> {
  const home = { ...quietHome(folder), GOTOOLCHAIN: "local" };
  const file = settingsFile(env);
  try {
    const { stdout } = await run("go", ["env", "-json", ...asked], {
      cwd: folder,
      env: { ...env, ...home, ...(file === undefined ? {} : { GOENV: file }) },
      timeout: 20_000,
    });
    return v.parse(v.record(v.string(), v.string()), JSON.parse(stdout));
  } catch {
    return {};
  }
}

/** `https://a,https://b|direct`; `sum.golang.org`, `NAME+KEY` or `NAME+KEY https://where`. Words among them are no addresses. */
function addresses({ GOPROXY = "", GOSUMDB = "" }: Record<string, string>): readonly string[] {
  const [name = "", where = `https://${name.split("+")[0]}`] = GOSUMDB.split(" ");
  return [...GOPROXY.split(/[,|]/), ...(name === "" || name === "off" ? [] : [where])];
}

/** The folder is one that Go may write to. */
export async function goSettings(folder: string, env: Environment): Promise<GoSettings> {
  const said = await effective(folder, env);
  const found = addresses(said);
  return {
    // modules are kept read-only unless told otherwise, and could not be removed with the rehearsal
    file: [...Object.entries(said), ["GOFLAGS", "-modcacherw"]].map(([name, value]) => `${name}=${value}\n`).join(""),
    hosts: hostsOf(found),
    secrets: found.flatMap(passwordOf),
  };
}
