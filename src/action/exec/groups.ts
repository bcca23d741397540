/** The process groups that run now, so that all of them can be ended: each child leads its own group. */
export interface Groups {
  add(pid: number): void;
  /** forgets the group, after ending what its leader left behind */
  end(pid: number): void;
  signalAll(signal: NodeJS.Signals): void;
  readonly size: number;
}

/** A group that is gone already is what was wanted. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: nobody is left in it
  }
}

export function createGroups(): Groups {
  const pids = new Set<number>();
  return {
    add: (pid) => {
      pids.add(pid);
    },
    end: (pid) => {
      signalGroup(pid, "SIGKILL");
      pids.delete(pid);
    },
    signalAll: (signal) => {
      for (const pid of pids) signalGroup(pid, signal);
    },
    get size() {
      return pids.size;
    },
  };
}
