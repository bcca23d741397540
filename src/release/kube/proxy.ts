import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../clock.ts";
import { ReleaseError } from "../error.ts";

/** Which cluster, with whose credentials: exactly what kubectl itself would be given. */
export interface Access {
  readonly kubectl: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface RunningProxy {
  readonly socket: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the proxy, and ends it when its own standard input closes: that happens however we end, SIGKILL included. The
 * proxy gets no terminal and a process group of its own, so Ctrl-C reaches us alone and the lease can still be given back.
 */
const parent = `exec 3<&0
"$@" </dev/null & proxy=$!
( while read -r _ <&3; do :; done; kill $proxy 2>/dev/null; rm -rf "$TIDEGATE_PROXY_FOLDER" ) &
wait $proxy`;

export function kubectlFlags(access: Access): readonly string[] {
  return [
    ...(access.kubeconfig === undefined ? [] : [`--kubeconfig=${access.kubeconfig}`]),
    ...(access.context === undefined ? [] : [`--context=${access.context}`]),
  ];
}

/** `kubectl proxy` on a private socket: every way of signing in that a kubeconfig knows, and no port others could use. */
export async function startProxy(access: Access, clock: Clock): Promise<RunningProxy> {
  const folder = await mkdtemp(join(tmpdir(), "tidegate-"));
  const socket = join(folder, "api");
  const argv = [access.kubectl, "proxy", `--unix-socket=${socket}`, ...kubectlFlags(access)];
  const child = spawn("/bin/sh", ["-c", parent, "sh", ...argv], {
    env: { ...access.env, TIDEGATE_PROXY_FOLDER: folder },
    detached: true,
    stdio: ["pipe", "ignore", "pipe"],
  });
  const complaint = collect(child);
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.once("error", () => resolve());
  });
  let over = false;
  void ended.then(() => {
    over = true;
  });
  const stop = async () => {
    // while it was only in the background nothing held the process for it; now its end is waited for
    child.ref();
    child.stdin?.end();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const start = clock.elapsed();
  while (!(await exists(socket))) {
    if (over || clock.elapsed() - start > 20_000) {
      await stop();
      throw new ReleaseError(
        "kubectl",
        `kubectl proxy did not start: ${complaint().trim() || "it said nothing"}`,
        "try `kubectl version` with the same kubeconfig and context",
      );
    }
    await clock.sleep(5);
  }
  child.unref();
  return { socket, stop };
}

function collect(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (more: string) => {
    text = (text + more).slice(-4_000);
  });
  child.on("error", (error) => {
    text += error.message;
  });
  return () => text;
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
