import { spawn } from "node:child_process";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Kubectl {
  (args: readonly string[], stdin?: string): Promise<Ran>;
  /** a command that stays, such as port-forward; the caller ends it */
  start(args: readonly string[]): Running;
}

export interface Running {
  /** resolves once a line of stdout matches */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<Ran>;
  stop(): void;
}

export function kubectlWith(kubeconfig: string, path: string, home: string, namespace: string): Kubectl {
  const open = (args: readonly string[]) =>
    spawn("kubectl", ["--namespace", namespace, ...args], {
      env: { PATH: path, HOME: home, KUBECONFIG: kubeconfig },
    });

  const start = (args: readonly string[]): Running => {
    const child = open(args);
    let stdout = "";
    let stderr = "";
    const seen = new Set<() => void>();
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
      for (const look of seen) look();
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk;
    });
    const ended = new Promise<Ran>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code: code ?? 1, stdout, stderr }));
    });
    return {
      ended,
      stop: () => child.kill(),
      line: (pattern) =>
        new Promise((resolve, reject) => {
          const look = () => {
            for (const line of stdout.split("\n")) {
              const match = pattern.exec(line);
              if (!match) continue;
              seen.delete(look);
              resolve(match);
              return;
            }
          };
          seen.add(look);
          look();
          void ended.then((ran) => reject(new Error(`kubectl ${args.join(" ")} ended first: ${JSON.stringify(ran)}`)));
        }),
    };
  };

  const run = (args: readonly string[], stdin?: string): Promise<Ran> =>
    new Promise((resolve, reject) => {
      const child = open(args);
      let stdout = "";
      let stderr = "";
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
        stdout += chunk;
      });
      child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
        stderr += chunk;
      });
      child.on("error", reject);
      child.on("close", (code) => resolve({ code: code ?? 1, stdout, stderr }));
      child.stdin.on("error", () => {});
      child.stdin.end(stdin ?? "");
    });
  return Object.assign(run, { start });
}
