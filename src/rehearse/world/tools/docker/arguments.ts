/** What a `docker` command line asks of the stand-in. */
export type DockerCommand =
  | { readonly kind: "build"; readonly build: BuildArguments }
  | { readonly kind: "answer"; readonly text: string }
  | { readonly kind: "login" | "logout"; readonly registry: string }
  | { readonly kind: "inspect-image"; readonly reference: string; readonly raw: boolean; readonly format?: string }
  | { readonly kind: "copy-image"; readonly from: string; readonly tags: readonly string[] }
  | { readonly kind: "refused"; readonly why: string };

export interface BuildArguments {
  readonly context: string;
  readonly file?: string;
  readonly target?: string;
  readonly tags: readonly string[];
  readonly platforms: readonly string[];
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly push: boolean;
  /** `type=oci,dest=…` and the like */
  readonly outputs: readonly string[];
  readonly metadataFile?: string;
  readonly iidFile?: string;
  /** asked for, and without meaning here */
  readonly ignored: readonly string[];
}

const single = new Set(["file", "target", "metadata-file", "iidfile"]);
const many = new Set(["tag", "platform", "build-arg", "label", "annotation", "output"]);
/** these change how a real builder works, never what the image holds */
const withoutMeaning = new Set([
  "progress",
  "cache-from",
  "cache-to",
  "provenance",
  "sbom",
  "attest",
  "builder",
  "secret",
  "ssh",
  "network",
  "shm-size",
  "ulimit",
  "memory",
  "cgroup-parent",
  "no-cache-filter",
  "add-host",
  "allow",
  "call",
]);
const switches = new Set(["push", "load", "no-cache", "pull", "quiet", "debug", "check"]);
const short: Readonly<Record<string, string>> = { f: "file", t: "tag", o: "output", q: "quiet", D: "debug" };

const pairs = (list: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    list.map((text) => {
      const at = text.indexOf("=");
      return at < 0 ? [text, process.env[text] ?? ""] : [text.slice(0, at), text.slice(at + 1)];
    }),
  );

interface Flags {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly rest: readonly string[];
  readonly unknown?: string;
}

function flagsOf(
  args: readonly string[],
  takesValue: (name: string) => boolean,
  isSwitch: (name: string) => boolean,
): Flags {
  const values = new Map<string, string[]>();
  const rest: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    const long = /^--([a-z-]+)(?:=(.*))?$/s.exec(arg);
    const brief = /^-([a-zA-Z])$/.exec(arg);
    const name = long?.[1] ?? short[brief?.[1] ?? ""];
    if (name === undefined) {
      if (arg.startsWith("-") && arg !== "-") return { values, rest, unknown: arg };
      rest.push(arg);
      continue;
    }
    const add = (value: string) => values.set(name, [...(values.get(name) ?? []), value]);
    if (long?.[2] !== undefined) add(long[2]);
    else if (takesValue(name)) add(args[++at] ?? "");
    else if (isSwitch(name)) add("true");
    else return { values, rest, unknown: arg };
  }
  return { values, rest };
}

function parseBuild(args: readonly string[]): DockerCommand {
  const known = (name: string) => single.has(name) || many.has(name) || withoutMeaning.has(name);
  const { values, rest, unknown } = flagsOf(args, known, (name) => switches.has(name));
  if (unknown !== undefined) return { kind: "refused", why: `docker build ${unknown} is not rehearsed` };
  const [context, ...extra] = rest;
  if (context === undefined || extra.length > 0)
    return { kind: "refused", why: "docker build takes one argument, the folder to build from" };
  const one = (name: string) => values.get(name)?.at(-1);
  const all = (name: string) => values.get(name) ?? [];
  const option = <K extends string>(key: K, value: string | undefined) => (value === undefined ? {} : { [key]: value });
  return {
    kind: "build",
    build: {
      context,
      ...option("file", one("file")),
      ...option("target", one("target")),
      ...option("metadataFile", one("metadata-file")),
      ...option("iidFile", one("iidfile")),
      tags: all("tag"),
      platforms: all("platform").flatMap((text) => text.split(",")),
      buildArgs: pairs(all("build-arg")),
      labels: pairs(all("label")),
      annotations: pairs(all("annotation").map((text) => text.replace(/^(?:manifest|index)[^:=]*:/, ""))),
      push: one("push") === "true",
      outputs: all("output"),
      ignored: [...values.keys()].filter((name) => withoutMeaning.has(name)),
    },
  };
}

function parseImagetools(args: readonly string[]): DockerCommand {
  const [verb, ...rest] = args;
  const flags = flagsOf(
    rest,
    (name) => ["format", "tag", "file", "builder", "progress"].includes(name),
    (name) => ["raw", "dry-run"].includes(name),
  );
  const [reference] = flags.rest;
  if (reference === undefined) return { kind: "refused", why: `docker buildx imagetools ${verb} needs an image` };
  if (verb === "inspect") {
    const format = flags.values.get("format")?.[0];
    return {
      kind: "inspect-image",
      reference,
      raw: flags.values.has("raw"),
      ...(format === undefined ? {} : { format }),
    };
  }
  if (verb === "create") return { kind: "copy-image", from: reference, tags: flags.values.get("tag") ?? [] };
  return { kind: "refused", why: `docker buildx imagetools ${verb} is not rehearsed` };
}

export const standInVersion = "28.0.0+rehearsal";

/** Global flags such as `--config FOLDER` come before the command. */
function withoutGlobals(argv: readonly string[]): readonly string[] {
  const [first = "", ...rest] = argv;
  if (["--config", "--context", "--host", "-H", "-c", "-l", "--log-level"].includes(first))
    return withoutGlobals(rest.slice(1));
  return /^--(config|context|host|log-level)=/.test(first) ? withoutGlobals(rest) : argv;
}

export function parseDocker(argv: readonly string[]): DockerCommand {
  const [command = "", ...rest] = withoutGlobals(argv);
  const [sub = "", ...after] = rest;
  if (command === "build" || (command === "image" && sub === "build"))
    return parseBuild(command === "build" ? rest : after);
  if (command === "buildx" && (sub === "build" || sub === "b")) return parseBuild(after);
  if (command === "buildx" && sub === "imagetools") return parseImagetools(after);
  if (command === "buildx" && sub === "version")
    return { kind: "answer", text: "github.com/docker/buildx v0.28.0+rehearsal" };
  if (command === "buildx" && ["inspect", "use", "create", "rm", "ls"].includes(sub))
    return {
      kind: "answer",
      text:
        sub === "inspect"
          ? "Name: rehearsal\nDriver: rehearsal\n\nNodes:\nName: rehearsal\nStatus: running\nPlatforms: linux/amd64, linux/arm64"
          : "rehearsal",
    };
  if (command === "login" || command === "logout") {
    const { rest: names } = flagsOf(
      rest,
      (name) => ["username", "password", "u", "p"].includes(name),
      (name) => name === "password-stdin",
    );
    return { kind: command, registry: names[0] ?? "docker.io" };
  }
  if (command === "version" || command === "--version" || command === "-v")
    return {
      kind: "answer",
      text: rest.some((arg) => arg.includes("json"))
        ? JSON.stringify({ Client: { Version: standInVersion }, Server: { Version: standInVersion } })
        : `Docker version ${standInVersion}`,
    };
  if (command === "info")
    return {
      kind: "answer",
      text: rest.some((arg) => arg.includes("json"))
        ? JSON.stringify({ ServerVersion: standInVersion })
        : `Server Version: ${standInVersion}`,
    };
  return {
    kind: "refused",
    why: `docker ${[command, sub].join(" ").trim()} is not rehearsed; with --real docker it is the real client`,
  };
}
