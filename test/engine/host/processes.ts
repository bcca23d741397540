import { existsSync, readdirSync, readFileSync } from "node:fs";
import { until } from "./patience.ts";

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly arguments: readonly string[];
}

/** `1234 (a name) S 1 …` → 1: the name may hold spaces and parentheses. */
export const parentOf = (stat: string): number => Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);

/** Every process there is; those that end while one looks are left out. */
export function processes(): Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const line = readFileSync(`/proc/${name}/cmdline`, "utf8").replace(/\0$/, "");
        const parent = parentOf(readFileSync(`/proc/${name}/stat`, "utf8"));
        return [{ pid: Number(name), parent, arguments: line.split("\0") }];
      } catch {
        return [];
      }
    });
}

/** The argument by which the engine's first two processes are known: a recorded pid could be another's by now. */
export const mark = (state: string): string => `--engine=${state}`;

/**
 * The processes of the engine. All descend from the two that hold its namespaces, because what loses its parent in there
 * is adopted by the namespace's first process.
 */
export function ownProcesses(state: string, all: readonly Process[] = processes()): Process[] {
  const found = all.filter((one) => one.arguments.includes(mark(state)));
  const pids = new Set(found.map((one) => one.pid));
  for (const one of found) {
    for (const child of all) {
      if (child.parent !== one.pid || pids.has(child.pid)) continue;
      pids.add(child.pid);
      found.push(child);
    }
  }
  return found;
}

/** Ends the engine's processes: when the first of a namespace goes, the kernel ends the rest and undoes their mounts. */
export async function endProcesses(state: string): Promise<readonly number[]> {
  const own = ownProcesses(state);
  for (const one of own.filter((each) => each.arguments.includes(mark(state)))) {
    try {
      process.kill(one.pid, "SIGKILL");
    } catch {
      // ended together with the one before it
    }
  }
  const left = () => own.map((one) => one.pid).filter((pid) => existsSync(`/proc/${pid}`));
  await until(() => (left().length === 0 ? true : undefined), 60_000);
  return left();
}
