import type { DockerCommand } from "./arguments.ts";
import { fieldsOf, flagsOf } from "./flags.ts";

export interface BuildArguments {
  readonly context: string;
  readonly file?: string;
  readonly target?: string;
  readonly tags: readonly string[];
  readonly platforms: readonly string[];
  readonly buildArgs: Readonly<Record<string, string>>;
  /** `--build-context NAME=FOLDER`: what `COPY --from=NAME` takes from */
  readonly contexts: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly push: boolean;
  /** `type=oci,dest=…` and the like, a bare folder as `type=local` */
  readonly outputs: readonly Readonly<Record<string, string>>[];
  readonly metadataFile?: string;
  readonly iidFile?: string;
  /** asked for, and without meaning here */
  readonly ignored: readonly string[];
}

/** these change how a real builder works, never what the image holds */
const withoutMeaning = [
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
];
const names = {
  valued: new Set([
    ...["file", "target", "metadata-file", "iidfile"],
    ...["tag", "platform", "build-arg", "build-context", "label", "annotation", "output"],
    ...withoutMeaning,
  ]),
  switches: new Set(["push", "load", "no-cache", "pull", "quiet", "debug", "check"]),
  short: { f: "file", t: "tag", o: "output", q: "quiet", D: "debug" },
};

const pairs = (list: readonly string[], env: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    list.map((text) => {
      const at = text.indexOf("=");
      return at < 0 ? [text, env[text] ?? ""] : [text.slice(0, at), text.slice(at + 1)];
    }),
  );

const option = <K extends string>(key: K, value: string | undefined) => (value === undefined ? {} : { [key]: value });

export function parseBuild(args: readonly string[], env: Readonly<Record<string, string | undefined>>): DockerCommand {
  const { values, rest, unknown } = flagsOf(args, names);
  if (unknown !== undefined) return { kind: "refused", why: `docker build ${unknown} is not rehearsed` };
  const [context, ...extra] = rest;
  if (context === undefined || extra.length > 0)
    return { kind: "refused", why: "docker build takes one argument, the folder to build from" };
  const one = (name: string) => values.get(name)?.at(-1);
  const all = (name: string) => values.get(name) ?? [];
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
      buildArgs: pairs(all("build-arg"), env),
      contexts: pairs(all("build-context"), {}),
      labels: pairs(all("label"), env),
      annotations: pairs(
        all("annotation").map((text) => text.replace(/^(?:manifest|index)[^:=]*:/, "")),
        {},
      ),
      push: one("push") === "true",
      outputs: all("output").map((text) => (text.includes("=") ? fieldsOf(text) : { type: "local", dest: text })),
      ignored: [...values.keys()].filter((name) => withoutMeaning.includes(name)),
    },
  };
}
