import type { DockerCommand } from "./arguments.ts";
import { fieldsOf, flagsOf } from "./flags.ts";

export interface Mount {
  readonly type: string;
  readonly source: string;
  readonly target: string;
}

/** `docker run`, as far as the scanner's image is run with it. */
export interface RunArguments {
  readonly image: string;
  /** what the container is given to do */
  readonly args: readonly string[];
  readonly mounts: readonly Mount[];
}

const names = {
  valued: new Set(
    "name env env-file mount volume network user workdir entrypoint pull cap-drop cap-add security-opt pids-limit memory memory-swap cpus tmpfs label ulimit platform add-host log-driver stop-timeout hostname shm-size userns".split(
      " ",
    ),
  ),
  switches: new Set("rm read-only init interactive tty detach quiet privileged no-healthcheck sig-proxy".split(" ")),
  short: { e: "env", v: "volume", u: "user", w: "workdir", i: "interactive", t: "tty", d: "detach", m: "memory" },
  stopsAtWord: true,
};

function mountOf(text: string): Mount {
  const fields = fieldsOf(text);
  return {
    type: fields["type"] ?? "volume",
    source: fields["source"] ?? fields["src"] ?? "",
    target: fields["target"] ?? fields["destination"] ?? fields["dst"] ?? "",
  };
}

function volumeOf(text: string): Mount {
  const [source = "", target = ""] = text.split(":");
  return { type: source.startsWith("/") ? "bind" : "volume", source, target };
}

export function parseRun(args: readonly string[]): DockerCommand {
  const { values, rest, unknown } = flagsOf(args, names);
  const [image, ...command] = rest;
  if (unknown !== undefined) return { kind: "refused", why: `docker run ${unknown} is not rehearsed` };
  if (image === undefined) return { kind: "refused", why: "docker run needs an image" };
  return {
    kind: "run",
    run: {
      image,
      args: command,
      mounts: [...(values.get("mount") ?? []).map(mountOf), ...(values.get("volume") ?? []).map(volumeOf)],
    },
  };
}
