import type { GraphJob, JobEnded, RehearsalEvent, Released } from "./event.ts";
import { seconds } from "./frame.ts";

/** What is remembered of a rehearsal for its last lines. */
export class Ending {
  #graph: readonly GraphJob[] = [];
  readonly #released = new Map<string, Released>();
  readonly #times = new Map<string, number>();
  readonly #started = new Map<string, number>();
  readonly #ended: JobEnded[] = [];
  readonly #waiting: string[] = [];
  readonly #instead = new Set<string>();
  readonly #smokeSteps = new Set<string>();
  #smoke = { passed: 0, failed: 0 };

  take(event: RehearsalEvent): void {
    switch (event.kind) {
      case "began":
        this.#graph = event.graph;
        return;
      case "job-started":
        this.#started.set(event.leg, event.at);
        return;
      case "job-ended": {
        this.#ended.push(event);
        const since = this.#started.get(event.leg);
        if (since !== undefined) this.#times.set(event.leg, event.at - since);
        return;
      }
      case "released":
        this.#released.set(event.environment, event);
        return;
      case "answer":
        if (event.answer === "waiting") this.#waiting.push(event.environment);
        return;
      case "stood-in":
        this.#instead.add(event.uses.split("@")[0] ?? event.uses);
        return;
      case "step-started":
        if (event.uses?.includes("smoke")) this.#smokeSteps.add(`${event.leg} ${event.step}`);
        return;
      case "step-ended":
        if (!this.#smokeSteps.has(`${event.leg} ${event.step}`)) return;
        this.#smoke.passed += Number(event.outputs["passed"] ?? 0) || 0;
        this.#smoke.failed += Number(event.outputs["failed"] ?? 0) || 0;
        return;
      default:
        return;
    }
  }

  /** The longest way through the jobs that ran, by what each needs. */
  #chain(): number {
    const ran = new Set(
      this.#ended.filter(({ result }) => result !== "skipped").map(({ leg }) => leg.replaceAll(/#\d+/g, "")),
    );
    const known = new Map<string, number>();
    const length = (id: string): number => {
      const before = known.get(id);
      if (before !== undefined) return before;
      const needs = this.#graph.find((job) => job.id === id)?.needs ?? [];
      const own = (ran.has(id) ? 1 : 0) + Math.max(0, ...needs.map(length));
      known.set(id, own);
      return own;
    };
    return Math.max(0, ...this.#graph.filter(({ id }) => !id.includes("/")).map(({ id }) => length(id)));
  }

  #images(): string[] {
    return [...this.#released.values()].map(inShort);
  }

  /** `production runs 3 images, 2 new; smoke 9/9; 31.0 s; longest chain 4 jobs` */
  inShort(at: number): string {
    const { passed, failed } = this.#smoke;
    const smoke = passed + failed > 0 ? [`smoke ${passed}/${passed + failed}`] : [];
    const chain = this.#chain();
    const idle = this.#ended.length > 0 && this.#ended.every(({ result }) => result === "skipped");
    // GitHub calls that a success, too, and so it has to be said
    const jobs = idle ? "no job ran: all were skipped" : `longest chain ${chain} ${chain === 1 ? "job" : "jobs"}`;
    return [...this.#images(), ...smoke, seconds(at), jobs].join("; ");
  }

  /** It in short, and what took longest. */
  lines(end: RehearsalEvent & { kind: "ended" }): readonly string[] {
    const [slowest] = [...this.#times].sort(([, a], [, b]) => b - a);
    const name = this.#ended.find(({ leg }) => leg === slowest?.[0])?.name;
    return [
      `${end.result}: ${this.inShort(end.at)}`,
      ...(slowest && name ? [`longest job: ${name}, ${seconds(slowest[1])}`] : []),
      ...(this.#instead.size > 0 ? [`stand-ins for: ${[...this.#instead].join(", ")}`] : []),
      ...(end.result === "waiting"
        ? this.#waiting.map(
            (name) => `${name} waits for approval: --approve ${name} or --reject ${name}, or run it at a terminal`,
          )
        : []),
    ];
  }
}

function inShort({ environment, status, release, backTo, images, cause }: Released): string {
  const fresh = images.filter(({ digest, before }) => digest !== before).length;
  const count = `${images.length} ${images.length === 1 ? "image" : "images"}`;
  switch (status) {
    case "live":
      if (backTo === undefined) return `${environment} runs ${count}, ${fresh} new`;
      return `${environment} runs ${backTo} again${images.length > 0 ? `: ${count}, ${fresh} not the same as before` : ""}`;
    case "unchanged":
      if (release === "") return `${environment} has no release`;
      return `${environment} runs ${release} as before${backTo === undefined ? "" : `; it would go back to ${backTo}`}`;
    default:
      return `${environment} is ${status}${backTo === undefined ? "" : ` to ${backTo}`}${cause ? `: ${cause}` : ""}`;
  }
}
