/**
 * Whatever breaks because everything is being stopped (SIGINT, a cancelled job) is not the story: the story is what was
 * begun and how to go on, and that is what `told` gives. Nothing is undone on a cancel.
 */
export async function unlessStopped<T>(signal: AbortSignal, work: () => Promise<T>, told: () => T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!signal.aborted) throw error;
    return told();
  }
}

export const stoppedMessage = "stopped: nothing more is written; what was begun stays on record as it was";
