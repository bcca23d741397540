import { spawn } from "node:child_process";
import { ReleaseError } from "../error.ts";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs kubectl for what is its own: kustomize, reading YAML as Kubernetes reads it. Never for the API. */
export type RunKubectl = (argv: readonly string[], input?: string) => Promise<Ran>;

const mostBytes = 64 * 1024 * 1024;

export function kubectlRunner(
  kubectl: string,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): RunKubectl {
  return (argv, input) =>
    new Promise((resolve, reject) => {
      const child = spawn(kubectl, [...argv], { env: { ...env }, stdio: ["pipe", "pipe", "pipe"], signal });
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      let size = 0;
      child.stdout.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > mostBytes) child.kill("SIGKILL");
        else out.push(chunk);
      });
      child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
      child.on("error", (error) =>
        reject(
          signal.aborted
            ? signal.reason
            : new ReleaseError(
                "kubectl",
                `${kubectl} could not be started: ${error.message}`,
                "install kubectl, or name it with the input `kubectl`",
                error,
              ),
        ),
      );
      child.on("close", (code) =>
        resolve({
          code: code ?? 1,
          stdout: Buffer.concat(out).toString("utf8"),
          stderr: Buffer.concat(err).toString("utf8"),
        }),
      );
      // a program that ends before reading all of its input is told apart by its exit code
      child.stdin.on("error", () => {});
      child.stdin.end(input ?? "");
    });
}
