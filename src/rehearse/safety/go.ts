import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as v from "valibot";

const run = promisify(execFile);

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

/** What Go itself says is in force; nothing where there is no Go. */
async function effective(
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Record<string, string>> {
  try {
    const { stdout } = await run("go", ["env", "-json", ...asked], { cwd, env: { ...env }, timeout: 20_000 });
    return v.parse(v.record(v.string(), v.string()), JSON.parse(stdout));
  } catch {
    return {};
  }
}

/** `https://a,https://b|direct`; `sum.golang.org`, `NAME+KEY` or `NAME+KEY https://where` */
function addresses({ GOPROXY = "", GOSUMDB = "" }: Record<string, string>): readonly URL[] {
  const [name = "", where = `https://${name.split("+")[0]}`] = GOSUMDB.split(" ");
  const texts = [...GOPROXY.split(/[,|]/), ...(name === "" || name === "off" ? [] : [where])];
  return texts.filter((text) => /^https?:/.test(text) && URL.canParse(text)).map((text) => new URL(text));
}

export async function goSettings(
  repository: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<GoSettings> {
  const said = await effective(repository, env);
  const urls = addresses(said);
  return {
    // modules are kept read-only unless told otherwise, and could not be removed with the rehearsal
    file: [...Object.entries(said), ["GOFLAGS", "-modcacherw"]].map(([name, value]) => `${name}=${value}\n`).join(""),
    hosts: urls.map(({ hostname, port, protocol }) => `${hostname}:${port || (protocol === "https:" ? 443 : 80)}`),
    secrets: urls.flatMap(({ password }) => (password === "" ? [] : [password, decodeURIComponent(password)])),
  };
}
