import type { ContainerState } from "../container/state.ts";

export type RestartPolicy = "Always" | "OnFailure" | "Never";

export function restartPolicyOf(value: unknown): RestartPolicy {
  return value === "OnFailure" || value === "Never" ? value : "Always";
}

export const succeeded = (container: ContainerState) =>
  container.phase.is === "ended" && container.phase.ended.exit.code === 0;

export const failed = (container: ContainerState) =>
  container.phase.is === "ended" && container.phase.ended.exit.code !== 0;

/** An init container has done its part: ended well, or (one that stays) is up. */
export const initialised = (container: ContainerState) =>
  container.sidecar ? container.phase.is === "running" && container.started : succeeded(container);

/** Whether a container that ended is started again. */
export function restarts(container: ContainerState, policy: RestartPolicy): boolean {
  if (container.sidecar) return true;
  if (container.init) return failed(container) && policy !== "Never";
  return policy === "Always" || (policy === "OnFailure" && failed(container));
}

/** `status.phase`, by kubelet's own counting: a container that waits after an end counts as stopped, not as waiting. */
export function podPhase(containers: readonly ContainerState[], policy: RestartPolicy): string {
  const inits = containers.filter((container) => container.init && !container.sidecar);
  if (inits.some((container) => failed(container)) && policy === "Never") return "Failed";
  if (inits.some((container) => !succeeded(container))) return "Pending";
  const main = containers.filter((container) => !container.init);
  const waiting = main.filter((c) => c.phase.is === "waiting" && c.last === undefined);
  if (waiting.length > 0) return "Pending";
  if (main.some((container) => container.phase.is === "running")) return "Running";
  if (policy === "Always" || main.some((container) => container.phase.is === "waiting")) return "Running";
  if (main.every(succeeded)) return "Succeeded";
  return policy === "Never" ? "Failed" : "Running";
}
