interface Stoppable {
  stop(): Promise<unknown>;
}

/** What was started one after the other, or side by side: all of it is stopped, also where one of them could not be started. */
export class Started {
  readonly #starting: Promise<Stoppable>[] = [];

  async add<T extends Stoppable>(starting: Promise<T>): Promise<T> {
    this.#starting.push(starting);
    return starting;
  }

  /** The last one first: it may need those before it. */
  async stop(): Promise<void> {
    const ends = await Promise.allSettled(this.#starting.splice(0));
    for (const end of ends.reverse()) if (end.status === "fulfilled") await end.value.stop();
  }
}
