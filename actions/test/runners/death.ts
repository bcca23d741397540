import type { TroubleKind } from "../results/results.ts";

/** V8's last words, and those of a worker that outgrew its limit. */
const heap = /JavaScript heap out of memory|ERR_WORKER_OUT_OF_MEMORY|JS heap out of memory|reaching memory limit/;

/** Nobody but the kernel sends SIGKILL to a test's process, and it does so when memory runs out; 137 is how a shell says it. */
const killed = /\bSIGKILL\b|\bexit(?:ed with)? code:? 137\b|exitCode[=:] ?137\b/;

/** Why a process of the runner is gone, by what was said about it. */
export const deathBy = (words: string): TroubleKind =>
  heap.test(words) || killed.test(words) ? "out-of-memory" : "crash";

export const spokeOfMemory = (output: string): boolean => heap.test(output);
