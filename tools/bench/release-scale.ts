import { deployment } from "../../test/integration/release/manifests.ts";
import { fromUs, type Processes, processes } from "../../test/integration/release/processes.ts";
import { startWorld, type World } from "../../test/integration/release/world.ts";
import type { Bench } from "./bench.ts";
import { table } from "./table.ts";

const sizes = [10, 100, 500];
/** Per Deployment, from one size to the next: work that grows faster than the bundle would be more. */
const linear = 1.5;

interface Measured {
  readonly size: number;
  readonly ms: number;
  readonly requests: number;
  readonly memory: number;
}

/** A deploy in a process of its own, of so many Deployments with one pod each, over the scripted cluster. */
async function measure(world: World, own: Processes, size: number, order: number): Promise<Measured> {
  const letter = "abcdef"[order] ?? "a";
  await world.manifests(
    ...Array.from({ length: size }, (_, index) => deployment(`web-${index}`, letter, { replicas: 1 })),
  );
  const before = world.cluster.requests.all.length;
  const began = performance.now();
  const { code, said } = await own.start("deploy", order).ended;
  const ms = performance.now() - began;
  if (code !== 0) throw new Error(`the deploy of ${size} did not end well:\n${said.slice(-2_000)}`);
  const requests = world.cluster.requests.all.slice(before).filter(fromUs).length;
  return { size, ms, requests, memory: Number(/at most (\d+) MiB/.exec(said)?.[1]) };
}

async function run() {
  const results: (Measured & { readonly kind: string })[] = [];
  for (const size of sizes) {
    // a rollout needs room for old and new pods at once
    const world = await startWorld(undefined, { nodes: Math.ceil((2 * size) / 100) });
    const own = processes(world, { leaseMs: 60_000, requestMs: 15_000 });
    try {
      results.push({ kind: "first", ...(await measure(world, own, size, 1)) });
      results.push({ kind: "each changed", ...(await measure(world, own, size, 2)) });
    } finally {
      own.killAll();
      await world[Symbol.asyncDispose]();
    }
  }
  const rows = results.map(({ kind, size, ms, requests, memory }) => [
    `${size} Deployments, ${kind}`,
    `${(ms / 1000).toFixed(1)} s`,
    `${(ms / size).toFixed(0)} ms`,
    String(requests),
    (requests / size).toFixed(1),
    `${memory} MiB`,
  ]);
  const missed = results.flatMap(({ kind, size, requests }) => {
    const smaller = results.find((one) => one.kind === kind && one.size < size && one.size * 10 >= size);
    if (smaller === undefined) return [];
    const times = requests / size / (smaller.requests / smaller.size);
    return times > linear
      ? [`${size} Deployments, ${kind}: ${times.toFixed(1)} times the requests per Deployment`]
      : [];
  });
  return { text: table(["bundle", "time", "per Deployment", "requests", "per Deployment", "memory"], rows), missed };
}

export const bench: Bench = { title: "a deploy of 10, 100 and 500 Deployments over the scripted cluster", run };
