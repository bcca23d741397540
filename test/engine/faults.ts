import { rename } from "node:fs/promises";
import { basename } from "node:path";
import { EngineFailure } from "./failure.ts";
import { until } from "./host/patience.ts";
import { ownProcesses } from "./host/processes.ts";
import { hold, letGo } from "./inside/hold.ts";
import { networkFile } from "./inside/parts/containerd.ts";
import { ownPlace } from "./place.ts";

export const partNames = [
  ...(["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"] as const),
  ...(["coredns", "metrics-server", "containerd", "dockerd", "docker-registry", "buildkitd"] as const),
];
export type PartName = (typeof partNames)[number];

/** The parts that do not run at this moment: killed, held, or ending again and again. */
export function missingParts(state: string): PartName[] {
  const running = new Set(ownProcesses(state).map((one) => basename(one.arguments[0] ?? "")));
  return partNames.filter((part) => !running.has(part));
}

function find(part: PartName, state: string): number | undefined {
  return ownProcesses(state).find((one) => basename(one.arguments[0] ?? "") === part)?.pid;
}

function pidOf(part: PartName, state: string): number {
  const pid = find(part, state);
  if (pid === undefined) throw new EngineFailure(`expected ${part} among the engine's processes, and it is not`);
  return pid;
}

/** Stops a part in its tracks, as a machine without time would; what it gives back lets it run on. */
export function pausePart(part: PartName, state = ownPlace().state): () => void {
  const pid = pidOf(part, state);
  process.kill(pid, "SIGSTOP");
  return () => process.kill(pid, "SIGCONT");
}

/** Kills a part; the engine starts it again a second later. Resolves when its successor runs, which may not serve yet. */
export async function killPart(part: PartName, state = ownPlace().state): Promise<void> {
  const pid = pidOf(part, state);
  process.kill(pid, "SIGKILL");
  await startedAgain(part, pid, state);
}

/** Ends a part and keeps it away: its port refuses. What it gives back lets it start, and waits until it runs. */
export async function stopPart(part: PartName, state = ownPlace().state): Promise<() => Promise<void>> {
  const pid = pidOf(part, state);
  await hold(state, part);
  process.kill(pid, "SIGKILL");
  return async () => {
    await letGo(state, part);
    await startedAgain(part, pid, state);
  };
}

/**
 * Takes the node's network away: its kubelet finds out within seconds and says NotReady, which no killed kubelet could say
 * of itself before a minute. Pods run on. What it gives back plugs it in again.
 */
export async function unplugNode(state = ownPlace().state): Promise<() => Promise<void>> {
  const plugged = networkFile(state);
  const unplugged = `${plugged}.unplugged`;
  await rename(plugged, unplugged);
  return () => rename(unplugged, plugged);
}

async function startedAgain(part: PartName, before: number, state: string): Promise<void> {
  const next = await until(() => {
    const found = find(part, state);
    return found === before ? undefined : found;
  }, 30_000);
  if (next === null) throw new EngineFailure(`expected ${part} to be started again within 30 s`);
}
