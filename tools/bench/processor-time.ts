import { existsSync, readFileSync } from "node:fs";

/** Clock ticks a second: 100 on every Linux that Node runs on. */
const tick = 10;

/**
 * Processor time of all children that have ended, in milliseconds, where the system tells it (proc(5): cutime and cstime).
 * Unlike the time on the wall it does not count what else the machine is doing.
 */
export function childrenTime(): number | undefined {
  if (!existsSync("/proc/self/stat")) return undefined;
  // the name in brackets may hold spaces
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[13]) + Number(fields[14])) * tick;
}
