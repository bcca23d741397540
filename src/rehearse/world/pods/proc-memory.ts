import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const kibibyte = 1024;

/** Linux' `/proc`, of processes that may end at any moment. */
export class ProcMemory {
  readonly #proc: string;

  constructor(proc = "/proc") {
    this.#proc = proc;
  }

  /** A process and all that descends from it, as far as they are there. */
  tree(leader: number): readonly number[] {
    const found = [leader];
    for (const pid of found) found.push(...this.#children(pid));
    return found;
  }

  #children(pid: number): readonly number[] {
    // each thread has the children that it started itself
    return this.#threads(pid)
      .flatMap((thread) => this.#read(String(pid), "task", thread, "children").split(" "))
      .filter((child) => child !== "")
      .map(Number);
  }

  #threads(pid: number): readonly string[] {
    try {
      return readdirSync(join(this.#proc, String(pid), "task"));
    } catch {
      return [];
    }
  }

  /**
   * Bytes that a kernel could not take back from a process under a limit: what it wrote, what it shares by writing, what was
   * swapped out. Pages of files are not among them. Undefined where nobody tells.
   */
  held(pid: number): number | undefined {
    return sum(this.#read(String(pid), "status"), "RssAnon", ["RssShmem", "VmSwap"]);
  }

  /** The same, where what several processes share is counted once among them. The kernel takes longer to find that out. */
  share(pid: number): number | undefined {
    return sum(this.#read(String(pid), "smaps_rollup"), "Pss_Anon", ["Pss_Shmem", "SwapPss"]);
  }

  #read(...path: readonly string[]): string {
    try {
      return readFileSync(join(this.#proc, ...path), "latin1");
    } catch {
      // it has ended, or this kernel has no such file
      return "";
    }
  }
}

function sum(text: string, first: string, others: readonly string[]): number | undefined {
  const told = new Map([...text.matchAll(/^(\w+):\s+(\d+) kB$/gm)].map(([, name, value]) => [name, Number(value)]));
  const own = told.get(first);
  return own === undefined
    ? undefined
    : [own, ...others.map((name) => told.get(name) ?? 0)].reduce((all, one) => all + one, 0) * kibibyte;
}
