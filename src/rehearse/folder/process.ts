import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const isLinux = process.platform === "linux";

/** When a process began, in a form that two processes with one number never share; nothing where there is none. */
export function beginningOf(pid: number): string | undefined {
  try {
    if (!isLinux) {
      const told = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
      return told === "" ? undefined : told.replaceAll(/\W+/g, "");
    }
    // proc(5): the name in brackets may hold spaces; the state comes first after it, starttime is the 22nd field of all
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    // it has ended, or belongs to somebody else
    return "";
  }
}

/** Processes of this user in whose environment a folder is named: those that a rehearsal in that folder has started. */
function processesOf(folder: string): readonly number[] {
  const named = `${folder}/`;
  if (isLinux)
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(named))
      .map(Number);
  try {
    return execFileSync("ps", ["-Eww", "-o", "pid=,command="], { encoding: "utf8" })
      .split("\n")
      .filter((line) => line.includes(named))
      .map((line) => Number.parseInt(line, 10));
  } catch {
    return [];
  }
}

/** Ends what a rehearsal left running: servers that steps put into the background, pods of a rehearsal that was killed. */
export function endProcessesOf(folder: string): void {
  // one that was just about to start another may need a second look
  for (let round = 0; round < 5; round++) {
    const found = processesOf(folder).filter((pid) => pid !== process.pid);
    if (found.length === 0) return;
    for (const pid of found) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // it has ended meanwhile
      }
    }
  }
}
