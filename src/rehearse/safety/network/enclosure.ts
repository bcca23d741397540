import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { constants, networkInterfaces } from "node:os";
import { join } from "node:path";
import { createProxy } from "./proxy.ts";

/** The way out inside of a namespace: its loopback is its own, so every port of it is free. */
export const portInside = 3128;
const socketName = "TIDEGATE_WAY_OUT";

/** What the inside tells the outside: hosts that the package managers' settings name; that it has begun. */
export type Message = { readonly kind: "began" } | { readonly kind: "allow"; readonly hosts: readonly string[] };

const isMessage = (value: unknown): value is Message => typeof value === "object" && value !== null && "kind" in value;

/** Brings loopback up with what there is, then becomes the command. */
const becomeInside = `ip link set lo up 2>/dev/null || python3 -c '
import fcntl, socket, struct
s = socket.socket()
fcntl.ioctl(s, 0x8914, struct.pack("16sH14x", b"lo", 0x41))'
exec "$@"`;

export interface EncloseRequest {
  /** a program and its arguments, run again inside of a network namespace of its own */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** for the socket that leads out */
  readonly folder: string;
  /** asks the inside to stop */
  readonly signal: AbortSignal;
  /** asks it once more */
  readonly atOnce: AbortSignal;
}

/**
 * Where the system gives a network namespace, to root or to an unprivileged user: runs the command in one that has nothing but
 * loopback and a way to package registries. Its exit code; nothing where the system gives none, and then nothing has run.
 */
export async function enclose({ command, env, folder, signal, atOnce }: EncloseRequest): Promise<number | undefined> {
  const socket = join(folder, "out");
  // sun_path(7) has 108 bytes
  if (process.platform !== "linux" || Buffer.byteLength(socket) > 107) return undefined;
  const allowed = new Set<string>();
  const upstream = env["HTTPS_PROXY"] ?? env["https_proxy"];
  const proxy = createProxy({
    allows: (host) => allowed.has(host),
    ...(upstream && URL.canParse(upstream) ? { upstream: new URL(upstream) } : {}),
  });
  await new Promise<void>((resolve) => proxy.listen(socket, resolve));
  const url = `http://127.0.0.1:${portInside}`;
  const child = spawn("unshare", [...namespaceOptions(), "sh", "-c", becomeInside, "sh", ...command], {
    env: { ...env, ...proxyVariables(url), NODE_USE_ENV_PROXY: "1", [socketName]: socket },
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  let began = false;
  child.on("message", (message: unknown) => {
    if (!isMessage(message)) return;
    began = true;
    if (message.kind === "allow") for (const host of message.hosts) allowed.add(host);
  });
  // one that ends this very moment needs no telling
  const ask = () => child.connected && child.send(stopMessage, () => {});
  const kill = () => child.kill("SIGKILL");
  for (const asked of [signal, atOnce]) asked.addEventListener("abort", ask);
  process.once("exit", kill);
  const code = await new Promise<number>((resolve) => {
    child.once("error", () => resolve(127));
    child.once("exit", (status, by) => resolve(status ?? 128 + (by === null ? 0 : constants.signals[by])));
  });
  for (const asked of [signal, atOnce]) asked.removeEventListener("abort", ask);
  process.off("exit", kill);
  proxy.closeAllConnections();
  proxy.close();
  rmSync(socket, { force: true });
  return began || signal.aborted ? code : undefined;
}

/** Root needs no user namespace; anyone else becomes root of one, for a moment, to bring loopback up. */
const namespaceOptions = () =>
  process.getuid?.() === 0 ? ["--net", "--"] : ["--user", "--map-root-user", "--net", "--"];

/** What the outside asks of the inside: to stop, and to do so at once when it is asked again. */
export const stopMessage = "stop";

/** What programs look at that can use a proxy; on loopback there is no need of one. */
export function proxyVariables(url: string): Readonly<Record<string, string>> {
  const none = "localhost,127.0.0.1,::1";
  return {
    HTTP_PROXY: url,
    HTTPS_PROXY: url,
    ALL_PROXY: url,
    http_proxy: url,
    https_proxy: url,
    all_proxy: url,
    NO_PROXY: none,
    no_proxy: none,
  };
}

/** Whether this process has no network but loopback: a namespace was made for it, and it took. */
export const isEnclosed = (): boolean => Object.keys(networkInterfaces()).every((name) => name === "lo");

/** Inside: opens the way out on loopback. The outside's socket is reached by its path, which no network namespace closes. */
export async function openWayOut(env: Readonly<Record<string, string | undefined>>): Promise<() => void> {
  const path = env[socketName];
  if (path === undefined) throw new Error("this process was not started inside of a namespace");
  const server = createServer((client) => {
    const out = connect(path);
    client.on("error", () => out.destroy());
    out.on("error", () => client.destroy());
    client.pipe(out).pipe(client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(portInside, "127.0.0.1", resolve);
  });
  server.unref();
  return () => server.close();
}

export const isInside = (env: Readonly<Record<string, string | undefined>>): boolean => env[socketName] !== undefined;

export function tellOutside(message: Message): void {
  process.send?.(message);
}
