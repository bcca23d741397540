import type { Text } from "../expression/expression.ts";
import type { Condition } from "../expression/text.ts";
import type { Located, Source, Span } from "../source.ts";
import type { Node } from "../yaml/node.ts";
import type { Container, Service } from "./container.ts";
import type { Permissions } from "./permissions.ts";
import type { Step } from "./step.ts";
import type { Strategy } from "./strategy.ts";
import type { Trigger } from "./trigger.ts";
import type { Value } from "./value.ts";

/** A workflow file as it was written, every part with its place; what could not be read is left out and reported. */
export interface Workflow {
  readonly source: Source;
  readonly at: Span;
  readonly name?: Located<string> | undefined;
  readonly description?: Located<string> | undefined;
  readonly runName?: Text | undefined;
  readonly on: readonly Trigger[];
  readonly onKey?: Span | undefined;
  readonly env?: Env | undefined;
  readonly defaults?: RunDefaults | undefined;
  readonly permissions?: Permissions | undefined;
  readonly concurrency?: Concurrency | undefined;
  readonly cacheMode?: Located<string> | undefined;
  readonly jobs: readonly Job[];
  readonly unusedAnchors: readonly Located<string>[];
  /** The YAML itself, for what the model does not carry. */
  readonly root: Node;
}

export type Job = RunnerJob | CallJob;

interface JobCommon {
  readonly id: Located<string>;
  readonly at: Span;
  readonly name?: Text | undefined;
  readonly needs: readonly Located<string>[];
  readonly if?: Condition | undefined;
  readonly permissions?: Permissions | undefined;
  readonly concurrency?: Concurrency | undefined;
  readonly strategy?: Strategy | undefined;
  readonly cacheMode?: Located<string> | undefined;
}

export interface RunnerJob extends JobCommon {
  readonly kind: "job";
  readonly runsOn?: RunsOn | undefined;
  readonly environment?: Environment | undefined;
  readonly env?: Env | undefined;
  readonly defaults?: RunDefaults | undefined;
  readonly outputs?: Env | undefined;
  readonly container?: Container | undefined;
  readonly services?: Services | undefined;
  readonly timeoutMinutes?: Value<number> | undefined;
  readonly cancelTimeoutMinutes?: Value<number> | undefined;
  readonly continueOnError?: Value<boolean> | undefined;
  readonly snapshot?: Snapshot | undefined;
  /** Absent when the key is, which GitHub's own reader lets pass. */
  readonly steps?: readonly Step[] | undefined;
}

/** A job that is a whole other workflow. */
export interface CallJob extends JobCommon {
  readonly kind: "call";
  readonly uses: Located<string>;
  readonly with?: Env | undefined;
  readonly secrets?: Env | "inherit" | undefined;
  readonly secretsAt?: Span | undefined;
}

/** A mapping of names to texts: env, outputs, with. `expression` when the whole mapping is one. */
export interface Env {
  readonly at: Span;
  readonly key: Span | undefined;
  readonly entries: readonly EnvEntry[];
  readonly expression?: Text | undefined;
}

export interface EnvEntry {
  readonly name: Located<string>;
  /** Only when the name itself holds an expression. */
  readonly nameText?: Text | undefined;
  readonly value: Text;
  /** A plain scalar's own type, where that matters (inputs of a call). */
  readonly scalar: string | number | boolean | null;
}

export interface RunsOn {
  readonly at: Span;
  readonly key: Span | undefined;
  readonly form: "text" | "list" | "mapping";
  readonly labels: readonly Text[];
  readonly labelsForm?: "text" | "list" | undefined;
  readonly group?: Text | undefined;
}

export interface Environment {
  readonly at: Span;
  readonly form: "text" | "mapping";
  readonly name?: Text | undefined;
  readonly url?: Text | undefined;
  readonly deployment?: Value<boolean> | undefined;
}

export interface Concurrency {
  readonly at: Span;
  readonly key: Span | undefined;
  readonly form: "text" | "mapping";
  readonly group?: Text | undefined;
  readonly cancelInProgress?: Value<boolean> | undefined;
  readonly queue?: Located<string> | undefined;
}

export interface RunDefaults {
  readonly at: Span;
  readonly shell?: Text | undefined;
  readonly workingDirectory?: Text | undefined;
}

export interface Snapshot {
  readonly at: Span;
  readonly form: "text" | "mapping";
  readonly imageName?: Text | undefined;
  readonly version?: Text | undefined;
  readonly if?: Condition | undefined;
}

export interface Services {
  readonly at: Span;
  readonly items: readonly Service[];
  readonly expression?: Text | undefined;
}
