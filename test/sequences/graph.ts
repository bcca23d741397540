const nowhere = -1;

/** Which state follows which, and how many ways there are through all of them. */
export class Graph {
  /** of each state: where one comes from it, and what that costs, by turns */
  readonly #next: number[][] = [];

  add(from: number, to: number, cost: number): void {
    const next = this.#next[from] ?? [];
    this.#next[from] = next;
    next.push(to, cost);
  }

  /** One that nobody follows further, since another does. */
  end(from: number, cost: number): void {
    this.add(from, nowhere, cost);
  }

  /** Every way from the first state on, long or short, that costs no more than this. */
  paths(budget: number): bigint {
    const known = new Map<number, bigint>();
    const count = (state: number, left: number): bigint => {
      const key = state * (budget + 1) + left;
      const before = known.get(key);
      if (before !== undefined) return before;
      let sum = 1n;
      const next = this.#next[state] ?? [];
      for (let at = 0; at < next.length; at += 2) {
        const [to = 0, cost = 0] = next.slice(at, at + 2);
        if (cost <= left) sum += to === nowhere ? 1n : count(to, left - cost);
      }
      known.set(key, sum);
      return sum;
    };
    return count(0, budget);
  }
}
