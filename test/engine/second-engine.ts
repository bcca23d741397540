import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { cgroupsLeft } from "./host/cgroups.ts";
import { until } from "./host/patience.ts";
import { processes } from "./host/processes.ts";
import { must, type Ran, run } from "./host/run.ts";
import { privateFolders } from "./inside/mounts.ts";

/**
 * A network of its own, in which a second engine can come and go beside the one that the other suites use: bridges,
 * firewall rules and ports belong to the network namespace, everything else is told apart by the state folder.
 */
export interface SecondEngine {
  readonly state: string;
  /** runs a command in that network */
  inside(command: readonly string[]): Promise<Ran>;
  /** starts `engine VERB` there */
  start(verb: "up" | "down"): ChildProcess;
  /** everything on this machine and in that network by which an engine could be noticed */
  traces(): Promise<Traces>;
  close(): Promise<void>;
}

export type Traces = Readonly<Record<string, readonly string[]>>;

export async function secondEngine(): Promise<SecondEngine> {
  const state = `/var/lib/tidegate-engine-test-${process.pid}`;
  const holder = spawn("unshare", ["--net", "sleep", "infinity"], { stdio: "ignore" });
  const ended = new Promise((resolve) => holder.on("exit", resolve));
  const own = readlinkSync("/proc/self/ns/net");
  const network = `/proc/${holder.pid}/ns/net`;
  await until(() => (readlinkSync(network) === own ? undefined : true), 10_000);

  const enter = ["nsenter", `--net=${network}`, "--"] as const;
  const env = { ...process.env, TIDEGATE_ENGINE_STATE: state };
  const inside = (command: readonly string[]) => run([...enter, ...command], { env });
  // an address besides the loopback, which the node needs; the cable's other end lies loose
  await must([...enter, "ip", "link", "set", "lo", "up"]);
  await must([...enter, "ip", "link", "add", "node0", "type", "veth", "peer", "name", "node1"]);
  await must([...enter, "ip", "address", "add", "198.51.100.2/24", "dev", "node0"]);
  for (const end of ["node0", "node1"]) await must([...enter, "ip", "link", "set", end, "up"]);

  return {
    state,
    inside,
    start: (verb) => {
      const [program, ...args] = [...enter, process.execPath, join(import.meta.dirname, "main.ts"), verb];
      return spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    },
    traces: async () => ({
      links: lines(await must([...enter, "ip", "-brief", "link"])).map((line) => line.split(" ")[0] ?? ""),
      firewall: rules((await must([...enter, "iptables-save"])) + (await must([...enter, "ip6tables-save"]))),
      mounts: lines(readFileSync("/proc/self/mounts", "utf8")),
      cgroups: cgroupsLeft(state),
      folders: [state, ...privateFolders, "/usr/local/lib/docker/cli-plugins"].filter((path) => existsSync(path)),
      processes: processes()
        .map((one) => one.arguments.join(" "))
        .filter((line) => line.includes(state)),
    }),
    close: async () => {
      holder.kill("SIGKILL");
      await ended;
    },
  };
}

const lines = (text: string): string[] => text.split("\n").filter((line) => line !== "");
/** Without comments and counters. */
const rules = (saved: string): string[] =>
  lines(saved)
    .filter((line) => !line.startsWith("#"))
    .map((line) => line.replace(/ \[\d+:\d+\]$/, ""));
