import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import type { ExecStreams } from "../cluster/pod-access.ts";
import { localPaths, type ProcessPlan } from "./command.ts";

/** `kubectl exec` where a container is a process: beside it, in its folder and with its environment. The exit code. */
export function runInside(
  command: readonly string[],
  plan: ProcessPlan,
  root: string,
  { stdin, stdout, stderr }: ExecStreams,
  started: (child: ChildProcess) => void,
): Promise<number> {
  const [program = "", ...args] = command.map((word) => localPaths(word, root));
  return new Promise((resolve) => {
    // a group of its own, so that what it starts ends with the container
    const child = spawn(program, args, { cwd: plan.cwd, env: { ...plan.env }, stdio: "pipe", detached: true });
    started(child);
    // it may end without reading what it is given
    child.stdin.on("error", () => {});
    stdin.pipe(child.stdin);
    child.stdout.pipe(stdout, { end: false });
    child.stderr.pipe(stderr, { end: false });
    child.once("error", ({ message }) => {
      stderr.write(`${message}\n`);
      resolve(127);
    });
    child.once("close", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
