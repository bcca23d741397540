import { type Duplex, PassThrough } from "node:stream";
import type { KubeObject } from "../../object.ts";
import type { PodAccess } from "../../pod-access.ts";
import { serveSpdy } from "../../spdy/session.ts";

/** `kubectl exec` (protocol v4.channel.k8s.io): one stream each for errors, input and outputs; all are there before it begins. */
export function exec(
  run: NonNullable<PodAccess["exec"]>,
  pod: KubeObject,
  container: string,
  query: URLSearchParams,
  connection: Duplex,
  head: Buffer,
): void {
  const wanted = ["error", ...["stdin", "stdout", "stderr"].filter((name) => query.get(name) === "true")];
  const streams = new Map<string, Duplex>();
  serveSpdy(connection, head, ({ headers, stream }) => {
    streams.set(headers["streamtype"] ?? "", stream);
    if (!wanted.every((name) => streams.has(name)) || streams.has("begun")) return;
    streams.set("begun", stream);
    const output = (name: string) => streams.get(name) ?? new PassThrough().resume();
    const command = query.getAll("command");
    // without -i there is nothing to read, and the command is to see that
    const stdin = streams.get("stdin") ?? new PassThrough().end();
    const io = { stdin, stdout: output("stdout"), stderr: output("stderr") };
    run(pod, container, command, io).then(
      (code) => {
        output("error").end(JSON.stringify(outcome(code)));
        for (const name of ["stdout", "stderr"]) output(name).end();
      },
      () => connection.destroy(),
    );
  });
}

function outcome(code: number): object {
  if (code === 0) return { metadata: {}, status: "Success" };
  return {
    metadata: {},
    status: "Failure",
    message: `command terminated with non-zero exit code: exit status ${code}`,
    reason: "NonZeroExitCode",
    details: { causes: [{ reason: "ExitCode", message: String(code) }] },
  };
}
