import type { Annotation } from "../runner/commands/step-output.ts";
import { Ending } from "../story/ending.ts";
import type { Answered, Began, Gate, NoteTold, PartTold, RehearsalEvent, Released } from "../story/event.ts";
import { BoundedLog } from "./bounded-log.ts";
import type { Report, ReportLeg, ReportStep } from "./model.ts";

type Told<Kind extends RehearsalEvent["kind"]> = Extract<RehearsalEvent, { readonly kind: Kind }>;

interface StepNotes {
  started?: Told<"step-started">;
  ended?: Told<"step-ended">;
  instead?: string;
  readonly annotations: Annotation[];
  readonly log: BoundedLog;
}

interface LegNotes {
  planned?: Told<"job-planned">["legs"][number];
  held?: string;
  waiting: boolean;
  started?: Told<"job-started">;
  ended?: Told<"job-ended">;
  readonly steps: Map<string, StepNotes>;
  readonly log: BoundedLog;
}

/** `call#0/test#1` → `call/test` */
const jobOf = (leg: string) => leg.replaceAll(/#\d+/g, "");

function reportStep(id: string, notes: StepNotes): ReportStep {
  const { started, ended, instead } = notes;
  return {
    id,
    name: ended?.name ?? started?.name ?? id,
    ...(started?.uses === undefined ? {} : { uses: started.uses }),
    ...(started?.command === undefined ? {} : { command: started.command }),
    ...(instead === undefined ? {} : { instead }),
    ...(started ? { startedAt: started.at } : {}),
    ...(ended ? { endedAt: ended.at } : {}),
    outcome: ended?.outcome ?? "running",
    forgiven: ended !== undefined && ended.outcome !== ended.conclusion,
    outputs: ended?.outputs ?? {},
    summary: ended?.summary ?? "",
    annotations: notes.annotations,
    log: notes.log.kept,
  };
}

function reportLeg(leg: string, notes: LegNotes): ReportLeg {
  const { planned, started, ended } = notes;
  return {
    leg,
    job: jobOf(leg),
    name: ended?.name ?? started?.name ?? planned?.name ?? jobOf(leg),
    ...(planned?.environment === undefined ? {} : { environment: planned.environment }),
    ...(notes.held === undefined ? {} : { heldBy: notes.held }),
    ...(started ? { startedAt: started.at } : {}),
    ...(ended ? { endedAt: ended.at } : {}),
    result: ended?.result ?? (notes.waiting ? "waiting" : "running"),
    ...(ended?.why === undefined ? {} : { why: ended.why }),
    ...(ended?.url === undefined ? {} : { url: ended.url }),
    kept: ended?.kept ?? false,
    needs: started?.needs ?? {},
    outputs: ended?.outputs ?? {},
    steps: [...notes.steps].map(([id, step]) => reportStep(id, step)),
    log: notes.log.kept,
  };
}

/** Takes the events as they come and keeps what a page tells of them, bounded whatever the steps print. */
export class Collector {
  #began: Began | undefined;
  readonly #parts: PartTold[] = [];
  readonly #notes: NoteTold[] = [];
  readonly #gates: { readonly gate: Gate; answer?: Answered }[] = [];
  readonly #releases: Released[] = [];
  readonly #legs = new Map<string, LegNotes>();
  readonly #ending = new Ending();
  #result: Report["result"] = "killed";
  #at = 0;

  tell(event: RehearsalEvent): void {
    this.#ending.take(event);
    if ("at" in event) this.#at = Math.max(this.#at, event.at);
    switch (event.kind) {
      case "began":
        this.#began = event;
        return;
      case "part":
        this.#parts.push(event);
        return;
      case "note":
        this.#notes.push(event);
        return;
      case "ended":
        this.#result = event.result;
        return;
      case "job-planned":
        for (const planned of event.legs) this.#leg(planned.leg).planned = planned;
        return;
      default:
        this.#ofLeg(event);
    }
  }

  /** undefined before the first event */
  get report(): Report | undefined {
    if (!this.#began) return undefined;
    return {
      began: this.#began,
      parts: this.#parts,
      notes: this.#notes,
      legs: [...this.#legs].map(([leg, notes]) => reportLeg(leg, notes)),
      gates: this.#gates,
      releases: this.#releases,
      result: this.#result,
      endedAt: this.#at,
      inShort: this.#ending.inShort(this.#at),
    };
  }

  #leg(leg: string): LegNotes {
    const known = this.#legs.get(leg);
    if (known) return known;
    const fresh: LegNotes = { waiting: false, steps: new Map(), log: new BoundedLog() };
    this.#legs.set(leg, fresh);
    return fresh;
  }

  #step(leg: string, step: string): StepNotes {
    const { steps } = this.#leg(leg);
    const known = steps.get(step);
    if (known) return known;
    const fresh: StepNotes = { annotations: [], log: new BoundedLog() };
    steps.set(step, fresh);
    return fresh;
  }

  #ofLeg(event: Exclude<RehearsalEvent, Told<"began" | "part" | "note" | "ended" | "job-planned">>): void {
    const leg = this.#leg(event.leg);
    switch (event.kind) {
      case "job-held":
        leg.held = event.group;
        return;
      case "gate":
        leg.waiting = true;
        this.#gates.push({ gate: event });
        return;
      case "answer": {
        leg.waiting = event.answer === "waiting";
        const asked = this.#gates.findLast(({ gate }) => gate.leg === event.leg);
        if (asked) asked.answer = event;
        return;
      }
      case "job-started":
        leg.started = event;
        return;
      case "job-ended":
        leg.ended = event;
        return;
      case "released": {
        // a later step of the same job says what became of it
        const known = this.#releases.findIndex(
          ({ leg, release, environment }) =>
            leg === event.leg && release === event.release && environment === event.environment,
        );
        if (known >= 0) this.#releases.splice(known, 1, event);
        else this.#releases.push(event);
        return;
      }
      case "line": {
        const line = { text: event.text, ...(event.look === undefined ? {} : { look: event.look }) };
        (event.step === "" ? leg.log : this.#step(event.leg, event.step).log).add(line);
        return;
      }
      case "step-started":
        this.#step(event.leg, event.step).started = event;
        return;
      case "step-ended":
        this.#step(event.leg, event.step).ended = event;
        return;
      case "stood-in":
        this.#step(event.leg, event.step).instead = event.instead;
        return;
      case "annotation":
        this.#step(event.leg, event.step).annotations.push(event.annotation);
    }
  }
}
