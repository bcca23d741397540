import { spawn } from "node:child_process";
import { connect } from "node:net";
import * as v from "valibot";
import type { Probed } from "../cluster/controllers/kubelet/pod-runtime.ts";
import type { ProcessPlan } from "./command.ts";

const Port = v.union([v.number(), v.string()]);
const Probe = v.object({
  httpGet: v.optional(
    v.object({
      path: v.optional(v.string(), "/"),
      port: Port,
      scheme: v.optional(v.string(), "HTTP"),
      httpHeaders: v.optional(v.array(v.object({ name: v.string(), value: v.string() })), []),
    }),
  ),
  tcpSocket: v.optional(v.object({ port: Port })),
  exec: v.optional(v.object({ command: v.array(v.string()) })),
  timeoutSeconds: v.optional(v.number(), 1),
});

/** Which port of this machine stands for a port of the container, by number or name. */
export type PortOf = (port: number | string) => number | undefined;

const refused = (port: number | string): Probed => ({
  ok: false,
  output: `dial tcp 127.0.0.1:${port}: connect: connection refused`,
});

async function http(
  get: NonNullable<v.InferOutput<typeof Probe>["httpGet"]>,
  port: number,
  milliseconds: number,
): Promise<Probed> {
  const path = get.path.startsWith("/") ? get.path : `/${get.path}`;
  const headers = Object.fromEntries(get.httpHeaders.map(({ name, value }) => [name, value]));
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(milliseconds),
    });
    await response.body?.cancel();
    return response.status >= 200 && response.status < 400
      ? { ok: true }
      : { ok: false, output: `HTTP probe failed with statuscode: ${response.status}` };
  } catch (cause) {
    if (cause instanceof Error && cause.name === "TimeoutError")
      return {
        ok: false,
        output: `Get "http://127.0.0.1:${port}${path}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
      };
    return refused(port);
  }
}

function tcp(port: number, milliseconds: number): Promise<Probed> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", timeout: milliseconds });
    const end = (probed: Probed) => {
      socket.destroy();
      resolve(probed);
    };
    socket.once("connect", () => end({ ok: true }));
    socket.once("error", () => end(refused(port)));
    socket.once("timeout", () => end({ ok: false, output: `dial tcp 127.0.0.1:${port}: i/o timeout` }));
  });
}

function exec(command: readonly string[], plan: ProcessPlan, milliseconds: number): Promise<Probed> {
  const [file = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: plan.cwd,
      env: { ...plan.env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: milliseconds,
      killSignal: "SIGKILL",
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(0, 1024);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", (cause) => resolve({ ok: false, output: cause.message }));
    child.once("close", (code) =>
      resolve(
        code === 0
          ? { ok: true }
          : { ok: false, output: output.trim() || `command "${command.join(" ")}" ended with ${code ?? "a signal"}` },
      ),
    );
  });
}

/** One try of a probe against a process of this machine. */
export async function tryProbe(spec: object, plan: ProcessPlan, portOf: PortOf): Promise<Probed> {
  const probe = v.parse(Probe, spec);
  const milliseconds = probe.timeoutSeconds * 1000;
  const at = probe.httpGet?.port ?? probe.tcpSocket?.port;
  const port = at === undefined ? undefined : portOf(at);
  if (at !== undefined && port === undefined) return refused(at);
  if (probe.httpGet && port !== undefined) return http(probe.httpGet, port, milliseconds);
  if (probe.tcpSocket && port !== undefined) return tcp(port, milliseconds);
  if (probe.exec) return exec(probe.exec.command, plan, milliseconds);
  return { ok: false, output: "a gRPC probe is not rehearsed" };
}
