import { readFileSync } from "node:fs";
import { createDeps, type Deps, formatDuration, parseDuration, Secret } from "../../action/index.ts";
import { type Opened, withSite } from "../../release/wiring/open.ts";
import { type Io, UsageError } from "../io.ts";
import type { Called } from "./options.ts";
import { terminalLog } from "./terminal-log.ts";

export interface Tools extends Opened {
  readonly deps: Deps;
}

/** The kit's own dependencies, with everything said on stderr: stdout is for results. */
export async function atDesk<T>(
  { options, app, environment, namespace }: Called,
  io: Io,
  work: (tools: Tools) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const stop = () => abort.abort(new Error("interrupted"));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const { deps: kit } = createDeps(
    {
      // a laptop's shell may have been a runner's: what it says of runs is not ours
      env: Object.fromEntries(Object.entries(io.env).filter(([name]) => !name.startsWith("GITHUB_"))),
      machine: { cwd: io.cwd, arch: process.arch, platform: process.platform },
      // what the kit itself says, beside the log: nothing that has to be seen here
      write: () => {},
      fetch: io.fetch,
      now: io.now,
      random: Math.random,
    },
    abort.signal,
  );
  const deps = { ...kit, log: terminalLog(io.err, kit.masker) };
  const file = options.kubeconfig;
  const where = {
    app,
    environment,
    stateNamespace: options["state-namespace"] ?? namespace,
    kubeconfig: file === undefined ? undefined : new Secret(readFileSync(file, "utf8")),
    context: options.context,
    // without either, kubectl's own default applies, as it would by hand
    inCluster: true,
    kubectl: options.kubectl ?? "kubectl",
  };
  try {
    return await withSite(where, deps, (opened) => work({ ...opened, deps }));
  } finally {
    process.removeListener("SIGINT", stop);
    process.removeListener("SIGTERM", stop);
  }
}

export function duration(text: string | undefined, fallback: number, name: string): number {
  if (text === undefined) return fallback;
  const ms = parseDuration(text);
  if (ms === undefined)
    throw new UsageError(`--${name}: expected a duration such as ${formatDuration(fallback)}, came '${text}'`);
  return ms;
}

export function count(text: string | undefined, fallback: number, name: string): number {
  if (text === undefined) return fallback;
  if (!/^\d+$/.test(text)) throw new UsageError(`--${name}: expected a whole number, came '${text}'`);
  return Number(text);
}
