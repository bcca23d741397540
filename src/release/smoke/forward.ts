import { spawn } from "node:child_process";
import { ReleaseError } from "../error.ts";
import type { Ref } from "../kube/object.ts";
import { type Access, kubectlFlags } from "../kube/proxy.ts";

export interface Forward {
  readonly url: URL;
  readonly stop: () => void;
}

/** `kubectl port-forward` to one pod: the pod that answers is the pod that was looked at, not whichever a Service picks. */
export function forwardTo(access: Access, pod: Ref, port: number, signal: AbortSignal): Promise<Forward> {
  const argv = [
    "port-forward",
    ...kubectlFlags(access),
    "--address=127.0.0.1",
    `--namespace=${pod.namespace ?? "default"}`,
    `pod/${pod.name}`,
    `:${port}`,
  ];
  const child = spawn(access.kubectl, argv, { env: { ...access.env }, stdio: ["ignore", "pipe", "pipe"] });
  const stop = () => {
    child.kill("SIGTERM");
  };
  signal.addEventListener("abort", stop, { once: true });
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const local = /Forwarding from 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (local !== undefined) resolve({ url: new URL(`http://127.0.0.1:${local}`), stop });
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.on("error", reject);
    child.on("close", () => {
      signal.removeEventListener("abort", stop);
      reject(
        new ReleaseError(
          "port-forward",
          `kubectl port-forward to pod ${pod.name} ended: ${said.trim().slice(0, 500)}`,
          "the account needs the right to create pods/portforward; see docs/access.md",
        ),
      );
    });
  });
}
