import { type BuildArguments, parseBuild } from "./build-arguments.ts";
import { flagsOf } from "./flags.ts";
import { parseRun, type RunArguments } from "./run-arguments.ts";

/** What a `docker` command line asks of the stand-in. */
export type DockerCommand =
  | { readonly kind: "build"; readonly build: BuildArguments }
  | { readonly kind: "run"; readonly run: RunArguments }
  | { readonly kind: "answer"; readonly text: string }
  | { readonly kind: "login" | "logout"; readonly registry: string }
  | { readonly kind: "inspect-image"; readonly reference: string; readonly raw: boolean; readonly format?: string }
  | { readonly kind: "copy-image"; readonly from: string; readonly tags: readonly string[] }
  | { readonly kind: "refused"; readonly why: string };

function parseImagetools(args: readonly string[]): DockerCommand {
  const [verb, ...rest] = args;
  const flags = flagsOf(rest, {
    valued: new Set(["format", "tag", "file", "builder", "progress", "annotation"]),
    switches: new Set(["raw", "dry-run", "prefer-index", "append"]),
    short: { t: "tag", f: "file" },
  });
  if (flags.unknown !== undefined)
    return { kind: "refused", why: `docker buildx imagetools ${verb} ${flags.unknown} is not rehearsed` };
  const [reference] = flags.rest;
  if (reference === undefined) return { kind: "refused", why: `docker buildx imagetools ${verb} needs an image` };
  if (verb === "inspect") {
    const format = flags.values.get("format")?.[0];
    return {
      kind: "inspect-image",
      reference,
      raw: flags.values.get("raw")?.[0] === "true",
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

export function parseDocker(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): DockerCommand {
  const [command = "", ...rest] = withoutGlobals(argv);
  const [sub = "", ...after] = rest;
  if (command === "build" || (command === "image" && sub === "build"))
    return parseBuild(command === "build" ? rest : after, env);
  if (command === "buildx" && (sub === "build" || sub === "b")) return parseBuild(after, env);
  if (command === "run" || (command === "container" && sub === "run"))
    return parseRun(command === "run" ? rest : after);
  // a container of a rehearsal has ended before anybody could remove it
  if (command === "rm") return { kind: "answer", text: rest.filter((arg) => !arg.startsWith("-")).join("\n") };
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
    const { rest: names } = flagsOf(rest, {
      valued: new Set(["username", "password"]),
      switches: new Set(["password-stdin"]),
      short: { u: "username", p: "password" },
    });
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
