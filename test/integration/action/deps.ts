import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDeps, type Deps } from "../../../src/action/index.ts";

export interface Bench {
  readonly deps: Deps;
  readonly workspace: string;
  readonly abort: AbortController;
  readonly log: () => string;
  readonly dispose: () => void;
}

/** Real dependencies in folders of their own; only waiting takes no time. */
export function bench(env: Readonly<Record<string, string>> = {}): Bench {
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), "kit-")));
  const abort = new AbortController();
  let text = "";
  const host = {
    env: { PATH: process.env["PATH"], HOME: workspace, RUNNER_TEMP: join(workspace, "temp"), ...env },
    machine: { cwd: workspace, arch: process.arch, platform: process.platform },
    write: (more: string) => {
      text += more;
    },
    fetch: globalThis.fetch,
    now: () => new Date(),
    random: () => 0,
  };
  const { deps, groups } = createDeps(host, abort.signal);
  return {
    deps: { ...deps, sleep: async () => {} },
    workspace,
    abort,
    log: () => text,
    dispose: () => {
      groups.signalAll("SIGKILL");
      rmSync(workspace, { recursive: true, force: true });
    },
  };
}
