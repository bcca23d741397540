import type { Result } from "../../../simulate/expression/status.ts";
import type { Value } from "../../../simulate/expression/value.ts";
import type { CommandFiles, FileCommands } from "../steps/command-files.ts";
import type { Env } from "../steps/environment.ts";
import type { Post } from "../steps/step-end.ts";

export interface StepResult {
  /** before `continue-on-error` */
  readonly outcome: Result;
  /** after it */
  readonly conclusion: Result;
  readonly outputs: Env;
}

/** What the steps of one list (a job's, or a composite action's) have done so far. */
export class StepResults {
  readonly #results = new Map<string, StepResult>();
  // made once per step: each asks for it several times
  #context: Readonly<Record<string, Value>> | undefined;

  set(id: string, result: StepResult): void {
    this.#results.set(id, result);
    this.#context = undefined;
  }

  /** the `steps` context */
  get context(): Readonly<Record<string, Value>> {
    this.#context ??= Object.fromEntries(
      [...this.#results].map(([id, { outcome, conclusion, outputs }]) => [id, { outputs, outcome, conclusion }]),
    );
    return this.#context;
  }

  /** how all went so far: a failure that `continue-on-error` forgave does not count */
  get failed(): boolean {
    for (const { conclusion } of this.#results.values()) if (conclusion === "failure") return true;
    return false;
  }
}

/** What steps change for the steps after them. */
export class JobState {
  #env: Env = {};
  #paths: readonly string[] = [];
  readonly #posts: Post[] = [];
  readonly #kept = new Map<string, Env>();
  #files: CommandFiles | undefined;

  /** Files of the step before that it left empty. */
  takeFiles(): CommandFiles | undefined {
    const files = this.#files;
    this.#files = undefined;
    // a step may clear its folder of temporary files at any time
    return files?.isUntouched ? files : undefined;
  }

  giveBack(files: CommandFiles): void {
    this.#files = files;
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
