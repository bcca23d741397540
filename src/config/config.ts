import type { Checking } from "./checking.ts";
import type { Environment } from "./environment.ts";
import type { Notification } from "./notification.ts";
import type { Registry } from "./registry.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { Service } from "./service.ts";

/** What `tidegate.config.ts` says: the names that workflows, rehearsal and checks share, each stated once. */
export interface Definition<
  S extends string = string,
  E extends string = string,
  N extends string = string,
  V extends string = string,
> {
  /** GitHub's name of the repository: `acme/shop` */
  readonly repository: string;
  /** what is released as one: with an environment it is the identity of every record in the cluster */
  readonly app: string;
  /** only this branch deploys; `main` unless told */
  readonly branch?: string;
  /** a label of a runner, hosted or one's own; `ubuntu-24.04` unless told */
  readonly runsOn?: string;
  readonly services: { readonly [name in S]: Service };
  readonly registry: Registry<NoInfer<N>, NoInfer<V>>;
  readonly environments: { readonly [name in E]: Environment<NoInfer<E>, NoInfer<N>> };
  /** every secret by its name, with what it holds. One that is not here does not compile where it is used */
  readonly secrets: { readonly [name in N]: string };
  /** every variable of the repository by its name, with what it says */
  readonly variables?: { readonly [name in V]: string };
  /**
   * Images are signed for when they are built, and only such are deployed; true unless told. `offFrom` names a variable that
   * turns it off where it says `off`, for plans and places without attestations; summaries then say so.
   */
  readonly attestations?: boolean | { readonly offFrom: NoInfer<V> };
  readonly notifications?: readonly Notification<NoInfer<N>>[];
  readonly rehearse?: Rehearsal<NoInfer<V>>;
  readonly check?: Checking;
}

/** Shared between copies of this package, so that a configuration made with one is known by the other. */
export const config: unique symbol = Symbol.for("tidegate.config");

/** A configuration, with the answers that were left to us filled in. */
export interface Config<
  S extends string = string,
  E extends string = string,
  N extends string = string,
  V extends string = string,
> extends Definition<S, E, N, V> {
  readonly branch: string;
  readonly runsOn: string;
  readonly [config]: true;
}

/** Whether a value was made by `defineConfig`, of this copy of the package or another. */
export const isConfig = (x: unknown): x is Config => typeof x === "object" && x !== null && config in x;
