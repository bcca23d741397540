import type { Annotated, LineTold, RehearsalEvent, StepEnded } from "./event.ts";
import { plain, seconds } from "./frame.ts";

export interface LineOptions {
  /** show what every step prints, not only those that fail */
  readonly everything: boolean;
  /** a painted graph tells of beginnings and ends already: only what went wrong is said here */
  readonly besideGraph: boolean;
}

/** how much of a failed step is shown; the report has all of it */
const lastLines = 40;

/** how much of an error stands again among these lines */
const longest = 100;

/** how many warnings of a step are told one by one; the report has all of them */
const fewWarnings = 3;

interface Running {
  readonly since: number;
  readonly lines: string[];
  /** how many annotations below an error it has made */
  warnings: number;
  /** the error that the next line may belong to */
  heading?: string | undefined;
}

/**
 * A run told in plain lines, one job's name before each, as they happen. What a step printed is shown when it failed, or
 * always where `everything` is asked for: a story of a good run stays on one screen.
 */
export class LineStory {
  readonly #say: (line: string) => void;
  readonly #options: LineOptions;
  readonly #jobs = new Map<string, { readonly name: string; readonly since: number }>();
  /** of those that never start, too */
  readonly #names = new Map<string, string>();
  readonly #steps = new Map<string, Running>();
  /** of the step that ended last, where it was not shown */
  #lastWords: string | undefined;

  constructor(say: (line: string) => void, options: LineOptions) {
    this.#say = say;
    this.#options = options;
  }

  #name(leg: string): string {
    const known = this.#jobs.get(leg)?.name ?? this.#names.get(leg.replaceAll(/#\d+/g, ""));
    return known ?? leg.replaceAll(/#0(?=\/|$)/g, "");
  }

  tell(event: RehearsalEvent): void {
    const quiet = this.#options.besideGraph;
    switch (event.kind) {
      case "began":
        for (const { id, name } of event.graph) this.#names.set(id, plain(name));
        this.#say(`${event.workflow.path}: ${event.event} of ${event.ref} at ${event.sha.slice(0, 7)}`);
        return;
      case "part":
        if (!quiet) this.#say(`${event.part}: ${event.how}, ${event.what}`);
        return;
      case "note":
        this.#say(`${event.about}: ${plain(event.text)}`);
        return;
      case "job-held":
        if (!quiet) this.#say(`${this.#name(event.leg)}: waits for its concurrency group ${plain(event.group)}`);
        return;
      case "gate":
        if (!quiet) this.#say(`${plain(event.job)}: waits for approval of ${event.environment}`);
        return;
      case "answer":
        this.#say(`${event.environment}: ${event.answer} (${answeredBy[event.by]})`);
        return;
      case "job-started":
        this.#jobs.set(event.leg, { name: plain(event.name), since: event.at });
        if (!quiet) this.#say(`${plain(event.name)}: started`);
        return;
      case "step-started":
        this.#steps.set(`${event.leg} ${event.step}`, { since: event.at, lines: [], warnings: 0 });
        return;
      case "stood-in":
        this.#keep(event, `stand-in: ${event.instead}`);
        return;
      case "line":
        this.#line(event);
        return;
      case "annotation":
        this.#annotation(event);
        return;
      case "step-ended":
        this.#stepEnded(event);
        return;
      case "released":
        if (this.#lastWords !== undefined) this.#say(`${this.#name(event.leg)} | ${plain(this.#lastWords)}`);
        return;
      case "job-ended": {
        const since = this.#jobs.get(event.leg)?.since;
        const took = since === undefined ? "" : ` in ${seconds(event.at - since)}`;
        const kept = event.kept ? ", kept from the rehearsal before" : "";
        const why = event.why === undefined ? "" : `: ${plain(event.why)}`;
        if (!quiet || event.result === "failure")
          this.#say(
            `${this.#name(event.leg)}: ${event.result}${took}${event.url ? `, ${event.url}` : ""}${kept}${why}`,
          );
        return;
      }
      default:
        return;
    }
  }

  #keep({ leg, step }: { readonly leg: string; readonly step: string }, text: string): void {
    const running = this.#steps.get(`${leg} ${step}`);
    if (this.#options.everything) this.#say(`${this.#name(leg)} | ${plain(text)}`);
    else if (running) {
      // what is set in below an error explains it, and is shown later than it: which one has to stand above it again
      const { heading } = running;
      if (heading !== undefined && text.startsWith(" "))
        running.lines.push(heading.length > longest ? `${heading.slice(0, longest - 1)}…` : heading);
      running.heading = undefined;
      running.lines.push(text);
    }
    // a step that prints without end is remembered by its end
    if (running && running.lines.length > 10 * lastLines) running.lines.splice(0, 9 * lastLines);
  }

  #annotation({ leg, step, annotation }: Annotated): void {
    const { level, message, file, line } = annotation;
    const running = this.#steps.get(`${leg} ${step}`);
    const { besideGraph, everything } = this.#options;
    if (level !== "error" && (besideGraph || (!everything && running && ++running.warnings > fewWarnings))) return;
    const place = file === undefined ? "" : `${file}${line === undefined ? "" : `:${line}`}: `;
    this.#say(`${this.#name(leg)}: ${level}: ${plain(`${place}${message}`)}`);
    if (running && level === "error") running.heading = message.split("\n")[0];
  }

  #line(event: LineTold): void {
    if (event.look === "debug" || event.look === "group-end") return;
    if (event.look === "problem" && !this.#options.everything && event.step === "")
      this.#say(`${this.#name(event.leg)} | ${plain(event.text)}`);
    else this.#keep(event, event.text);
  }

  #stepEnded(event: StepEnded): void {
    const key = `${event.leg} ${event.step}`;
    const step = this.#steps.get(key);
    if (!step) return;
    this.#steps.delete(key);
    const name = this.#name(event.leg);
    const more = step.warnings - fewWarnings;
    if (more > 0 && !this.#options.besideGraph) this.#say(`${name}: ${more} more like these, in the report`);
    const failed = event.outcome === "failure";
    this.#lastWords = failed || this.#options.everything ? undefined : step.lines.at(-1);
    if (failed && !this.#options.everything)
      for (const line of step.lines.slice(-lastLines)) this.#say(`${name} | ${plain(line)}`);
    const forgiven = event.outcome !== event.conclusion ? " (forgiven)" : "";
    if (!this.#options.besideGraph || failed)
      this.#say(`${name}: ${plain(event.name)}: ${event.outcome}${forgiven} in ${seconds(event.at - step.since)}`);
  }
}

const answeredBy = {
  terminal: "at the terminal",
  option: "as the command line says",
  "only-stand-ins": "nobody was asked, for everything touched is a stand-in",
  nobody: "nobody was there to ask",
} as const;
