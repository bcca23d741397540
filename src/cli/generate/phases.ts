/** Where the time of one run goes: milliseconds of the clock since this process started. */
export class Phases {
  private readonly taken: [name: string, milliseconds: number][] = [["starting", performance.now()]];
  private last = performance.now();

  /** What was done since the phase before. */
  end(name: string): void {
    const now = performance.now();
    this.taken.push([name, now - this.last]);
    this.last = now;
  }

  /** `starting 80 ms, sources 120 ms, …` */
  get text(): string {
    return this.taken.map(([name, milliseconds]) => `${name} ${milliseconds.toFixed(0)} ms`).join(", ");
  }
}
