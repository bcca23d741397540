import { ProcMemory } from "./proc-memory.ts";

/** Milliseconds between two looks. */
const pause = 200;

/** What may not take more than so much. */
export interface Limited {
  /** in bytes */
  readonly limit: number;
  /** processes that count, each with all that descends from it */
  leaders(): readonly number[];
  /** these processes of it hold more than that together */
  outgrown(processes: readonly number[]): void;
}

/**
 * Looks now and then at how much memory is held, for all together. What grows and ends between two looks is not seen. It keeps
 * nobody from ending.
 */
export class MemoryWatch {
  readonly #memory: Pick<ProcMemory, "tree" | "held" | "share">;
  readonly #limited = new Set<Limited>();
  #timer: NodeJS.Timeout | undefined;

  constructor(memory: Pick<ProcMemory, "tree" | "held" | "share"> = new ProcMemory()) {
    this.#memory = memory;
  }

  /** False where this system does not tell how much a process holds, as macOS: nothing is killed there. */
  get works(): boolean {
    return this.#memory.held(process.pid) !== undefined;
  }

  /** Until the answer is called. */
  add(limited: Limited): () => void {
    if (!this.works) return () => {};
    this.#limited.add(limited);
    this.#timer ??= setInterval(() => this.look(), pause).unref();
    return () => {
      this.#limited.delete(limited);
      if (this.#limited.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  look(): void {
    for (const limited of this.#limited) {
      const processes = limited.leaders().flatMap((leader) => this.#memory.tree(leader));
      const held = (pid: number) => this.#memory.held(pid) ?? 0;
      if (sumOf(processes, held) <= limited.limit) continue;
      // what a process shares with those it forked was counted for each
      const share = (pid: number) => this.#memory.share(pid) ?? held(pid);
      if (sumOf(processes, share) > limited.limit) limited.outgrown(processes);
    }
  }
}

const sumOf = (processes: readonly number[], of: (pid: number) => number) =>
  processes.reduce((all, pid) => all + of(pid), 0);
