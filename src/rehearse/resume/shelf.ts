import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import type { JobEnd } from "../runner/jobs/run-job.ts";
import type { Earlier, LegQuestion } from "../runner/run/request.ts";

const Kept = v.record(
  v.string(),
  v.object({
    fingerprint: v.string(),
    outputs: v.record(v.string(), v.string()),
    url: v.optional(v.string()),
  }),
);
type Kept = v.InferOutput<typeof Kept>;

export interface ShelfOptions {
  /** between rehearsals, one for each workflow file */
  readonly folder: string;
  /** what belongs to all legs: what is checked out, the event, the ref */
  readonly about: Promise<readonly string[]>;
  /** take what the rehearsal before left; else it is only replaced */
  readonly resume: boolean;
}

/** What goes along with the results: images that were pushed, artifacts that were uploaded, caches. */
const alongside = ["registry", "artifacts", "caches"] as const;
type Alongside = Readonly<Record<(typeof alongside)[number], string>>;

/**
 * Results of jobs from one rehearsal to the next. A job is kept where it went well and all it depends on is the same. One that
 * has an environment never is: what it deployed to ended with its rehearsal.
 */
export class Shelf {
  readonly #options: ShelfOptions;
  #before: Kept = {};
  #found = false;
  readonly #now: Record<string, Kept[string]> = {};

  constructor(options: ShelfOptions) {
    this.#options = options;
  }

  get #file(): string {
    return join(this.#options.folder, "results.json");
  }

  /** Takes the results away: a rehearsal that is killed, or another one at the same time, is not to leave them without their images. */
  #take(): Kept {
    const taken = `${this.#file}.${process.pid}`;
    try {
      renameSync(this.#file, taken);
      return v.parse(Kept, JSON.parse(readFileSync(taken, "utf8")));
    } catch {
      // there was none, or an older version wrote it
      return {};
    } finally {
      rmSync(taken, { force: true });
    }
  }

  /** Before the world begins: what jobs that may be kept have left. */
  bringBack(to: Alongside): void {
    if (this.#options.resume) this.#before = this.#take();
    if (Object.keys(this.#before).length === 0) return;
    for (const name of alongside) {
      const from = join(this.#options.folder, name);
      if (!existsSync(from)) continue;
      mkdirSync(dirname(to[name]), { recursive: true });
      renameSync(from, to[name]);
    }
  }

  /**
   * `passing`: values that each rehearsal has anew, with what stands for them: the registry's address in an output means the
   * registry of the rehearsal that reads it.
   */
  async earlier(passing: Readonly<Record<string, string>>): Promise<Earlier> {
    const about = JSON.stringify(await this.#options.about);
    const entries = Object.entries(passing);
    const settled = (text: string) =>
      entries.reduce((all, [name, value]) => all.replaceAll(value, `\u0001${name}\u0001`), text);
    const current = (text: string) =>
      entries.reduce((all, [name, value]) => all.replaceAll(`\u0001${name}\u0001`, value), text);
    const each = (values: JobEnd["outputs"], change: (text: string) => string) =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
    const fingerprint = ({ job, given }: LegQuestion) =>
      createHash("sha256")
        .update(about)
        // inside of JSON a value may be written otherwise, so texts are settled before
        .update(
          JSON.stringify([job, given], (_, value: unknown) => (typeof value === "string" ? settled(value) : value)),
        )
        .digest("hex");
    return {
      find: (question) => {
        const kept = this.#before[question.leg];
        if (question.environment !== undefined || kept?.fingerprint !== fingerprint(question)) return undefined;
        this.#now[question.leg] = kept;
        this.#found = true;
        return {
          result: "success",
          outputs: each(kept.outputs, current),
          ...(kept.url === undefined ? {} : { url: kept.url }),
        };
      },
      keep: (question, { result, outputs, url }) => {
        if (result !== "success" || question.environment !== undefined) return;
        this.#now[question.leg] = {
          fingerprint: fingerprint(question),
          outputs: each(outputs, settled),
          ...(url === undefined ? {} : { url }),
        };
      },
    };
  }

  /** Why nothing was kept, where that was asked for. */
  get whyNothing(): string | undefined {
    if (!this.#options.resume || this.#found) return undefined;
    return Object.keys(this.#before).length === 0
      ? "the rehearsal before left nothing that may be kept: every job ran"
      : "what the jobs depend on has changed since the rehearsal before: every job ran";
  }

  /** At the end, also of a run that failed: what went well in it is there for the next one. */
  put(from: Alongside): void {
    const { folder } = this.#options;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const name of alongside) if (existsSync(from[name])) renameSync(from[name], join(folder, name));
    writeFileSync(this.#file, `${JSON.stringify(this.#now, null, 2)}\n`, { mode: 0o600 });
  }
}
