import { outputsOfMatrix } from "../matrix/asked.ts";
import type { Planned } from "../plan/plan.ts";
import type { Outputs } from "../schedule/job.ts";

/** Outputs of jobs that somebody told beforehand, by the job's path: `list.services`, `call/list.services`. */
export class Said {
  readonly #outputs: Outputs;

  constructor(outputs: Outputs) {
    this.#outputs = outputs;
  }

  by(path: string): Outputs {
    const own = Object.entries(this.#outputs).filter(([name]) => name.startsWith(`${path}.`));
    return Object.fromEntries(own.map(([name, value]) => [name.slice(path.length + 1), value]));
  }

  /** What an earlier job gives to a matrix is not known before, unless it was said. */
  missingFor(job: Planned, pathOf: (id: string) => string): readonly string[] {
    return outputsOfMatrix(job)
      .map(pathOf)
      .filter((name) => this.#outputs[name] === undefined);
  }
}
