import type { Expr } from "../expr/expression.ts";
import type { Nothing } from "../expr/tell.ts";
import type { gives, keeps, takes } from "./callable.ts";
import type { RemoteWorkflow } from "./job-model.ts";
import type { Pin } from "./runnable.ts";
import type { Granted } from "./scopes.gen.ts";
import type { CallInputs, CallSecrets } from "./triggers.ts";

/** What a reusable workflow of another repository declares, as its file says it. */
export interface RemoteDeclaration<CI, CS, N extends string> {
  readonly inputs?: CI;
  readonly secrets?: CS;
  readonly outputs?: readonly N[];
  /** what its jobs need of the token: GitHub rejects a call that grants less */
  readonly permissions: Granted;
}

/** A workflow of another repository, at a commit. */
export class RemoteReusable<out CI, out CS, out O> implements RemoteWorkflow {
  declare readonly [takes]: CI;
  declare readonly [keeps]: CS;
  declare readonly [gives]: O;
  readonly uses: string;
  readonly pin: Pin;
  readonly permissions: Granted;

  constructor(uses: string, pin: Pin, permissions: Granted) {
    this.uses = uses;
    this.pin = pin;
    this.permissions = permissions;
  }
}

/**
 * A reusable workflow of another repository, called with `call` like one's own. Its file is not read: you say what it
 * declares. `remoteWorkflow("acme/ci/.github/workflows/test.yml", { commit: "…40 hex…", tag: "v2.1.0" }, { permissions: {} })`
 */
export const remoteWorkflow = <
  const CI extends CallInputs = Nothing,
  const CS extends CallSecrets = Nothing,
  const N extends string = never,
>(
  file: `${string}/${string}/.github/workflows/${string}`,
  pin: Pin,
  declared: RemoteDeclaration<CI, CS, N>,
): RemoteReusable<CI, CS, { readonly [K in N]: Expr<string, "needs"> }> =>
  new RemoteReusable(file, pin, declared.permissions);
