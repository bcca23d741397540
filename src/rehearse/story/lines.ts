import type { RehearsalEvent } from "./event.ts";

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

interface Running {
  readonly name: string;
  readonly since: number;
}

/**
 * A run told in plain lines, one job's name before each, as they happen. What a step printed is shown when it failed, or
 * always where `everything` is asked for: a story of a good run stays on one screen.
 */
export class LineStory {
  readonly #say: (line: string) => void;
  readonly #everything: boolean;
  readonly #jobs = new Map<string, Running>();
  readonly #steps = new Map<string, Running & { lines: string[] }>();

  constructor(say: (line: string) => void, options: { readonly everything: boolean }) {
    this.#say = say;
    this.#everything = options.everything;
  }

  #name(leg: string): string {
    return this.#jobs.get(leg)?.name ?? leg.replace(/#0$/, "");
  }

  tell(event: RehearsalEvent): void {
    if (!("leg" in event)) return;
    const name = this.#name(event.leg);
    switch (event.kind) {
      case "job-started":
        this.#jobs.set(event.leg, { name: event.name, since: event.at });
        this.#say(`${event.name}: started`);
        return;
      case "gate":
        this.#say(`${name}: waits for approval of ${event.environment}`);
        return;
      case "answer":
        this.#say(`${name}: ${event.environment} ${event.answer}`);
        return;
      case "step-started":
        this.#steps.set(`${event.leg} ${event.step}`, { name: event.name, since: event.at, lines: [] });
        return;
      case "line":
        this.#line(event, name);
        return;
      case "annotation":
        this.#say(`${name}: ${event.annotation.level}: ${event.annotation.message}`);
        return;
      case "step-ended":
        this.#stepEnded(event, name);
        return;
      case "job-ended": {
        const since = this.#jobs.get(event.leg)?.since;
        const took = since === undefined ? "" : ` in ${seconds(event.at - since)}`;
        const why = event.why === undefined ? "" : `: ${event.why}`;
        this.#say(`${name}: ${event.result}${took}${event.url ? `, ${event.url}` : ""}${why}`);
      }
    }
  }

  #line(event: RehearsalEvent & { kind: "line" }, name: string): void {
    if (event.look === "debug" || event.look === "group-end") return;
    const step = this.#steps.get(`${event.leg} ${event.step}`);
    if (this.#everything || event.look === "problem") this.#say(`${name} | ${event.text}`);
    else step?.lines.push(event.text);
  }

  #stepEnded(event: RehearsalEvent & { kind: "step-ended" }, name: string): void {
    const step = this.#steps.get(`${event.leg} ${event.step}`);
    if (!step) return;
    if (event.outcome === "failure" && !this.#everything)
      for (const line of step.lines.slice(-40)) this.#say(`${name} | ${line}`);
    const forgiven = event.outcome !== event.conclusion ? " (forgiven)" : "";
    this.#say(`${name}: ${step.name}: ${event.outcome}${forgiven} in ${seconds(event.at - step.since)}`);
    this.#steps.delete(`${event.leg} ${event.step}`);
  }
}
