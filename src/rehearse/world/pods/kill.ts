export function kill(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch {
    // it has ended already
  }
}

/** Ends a process and all it has started. */
export const killGroup = (leader: number, signal: NodeJS.Signals): void => kill(-leader, signal);
