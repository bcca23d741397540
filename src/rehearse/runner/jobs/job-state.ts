import type { Result } from "../../../simulate/expression/status.ts";
import type { Value } from "../../../simulate/expression/value.ts";
import type { FileCommands } from "../steps/command-files.ts";
import type { Env } from "../steps/environment.ts";
import type { Post } from "../steps/step-end.ts";
import { StepFiles } from "../steps/step-files.ts";

export interface StepResult {
  /** before `continue-on-error` */
  readonly outcome: Result;
  /** after it */
  readonly conclusion: Result;
  readonly outputs: Env;
}

/** What the steps of one list (a job's, or a composite action's) have done so far. */
export class StepResults {
  // a step may be called `__proto__`
  readonly #context: Record<string, Value> = Object.create(null);
  #failed = false;

  set(id: string, { outcome, conclusion, outputs }: StepResult): void {
    this.#context[id] = { outputs, outcome, conclusion };
    this.#failed ||= conclusion === "failure";
  }

  /** the `steps` context; it grows, for each step asks for it several times */
  get context(): Readonly<Record<string, Value>> {
    return this.#context;
  }

  /** how all went so far: a failure that `continue-on-error` forgave does not count */
  get failed(): boolean {
    return this.#failed;
  }
}

/** What steps change for the steps after them. */
export class JobState {
  #env: Env = {};
  #paths: readonly string[] = [];
  readonly #posts: Post[] = [];
  readonly #kept = new Map<string, Env>();
  #files: StepFiles | undefined;

  #action = "";

  /** The step at hand: files that the one before left empty serve once more. */
  begin(id: string): void {
    this.#action = id;
  }

  /** The files of the step at hand. */
  files(temp: string): StepFiles {
    this.#files ??= new StepFiles(temp);
    return this.#files;
  }

  /** They were written to, or may be yet: the next step gets others. */
  dropFiles(): void {
    this.#files?.end();
    this.#files = undefined;
  }

  /** What the `github` context says to the step at hand alone. */
  github(temp: string): Env {
    return { action: this.#action, ...this.files(temp).commands.context };
  }

  get env(): Env {
    return this.#env;
  }

  get paths(): readonly string[] {
    return this.#paths;
  }

  take({ env, paths }: Pick<FileCommands, "env" | "paths">): void {
    this.#env = { ...this.#env, ...env };
    this.#paths = [...paths, ...this.#paths];
  }

  /** an action registers its post phase once: when its pre phase begins, or else when its main one does */
  register(post: Post): void {
    if (!this.#posts.some(({ id }) => id === post.id)) this.#posts.push(post);
  }

  /** the post phase that is to run next: the one that was registered last */
  nextPost(): Post | undefined {
    return this.#posts.pop();
  }

  /** what an action's phases keep for each other, by the step's path */
  kept(path: string): Env {
    return this.#kept.get(path) ?? {};
  }

  keep(path: string, state: Env): void {
    this.#kept.set(path, { ...this.kept(path), ...state });
  }
}
