/** Functions that ask how it has gone so far. Where none is called, GitHub puts `success() &&` before a condition. */
import { Expr, nodeOf } from "./expression.ts";

const status = (name: string, args: readonly string[] = []): Expr<boolean, "status()"> =>
  new Expr({ kind: "call", name, args: args.map(nodeOf) });

/** Also when something failed, and when the run was cancelled. A step that must clean up wants this: `{ if: always() }`. */
export const always = (): Expr<boolean, "status()"> => status("always");

/** The run was cancelled. `not(cancelled())` runs after a failure, and not after a cancel. */
export const cancelled = (): Expr<boolean, "status()"> => status("cancelled");

interface WithId {
  readonly id: string;
}

/** Nothing failed before; in a job's `if`, of the jobs named. It stands before every condition that asks for no status itself. */
export const success = <const J extends readonly WithId[]>(
  ...jobs: J
): Expr<boolean, J extends readonly [] ? "status()" : "status(job)"> => asked("success", jobs);

/** Something failed before; in a job's `if`, one of the jobs named: `{ needs: [deploy], if: failure(deploy) }`. */
export const failure = <const J extends readonly WithId[]>(
  ...jobs: J
): Expr<boolean, J extends readonly [] ? "status()" : "status(job)"> => asked("failure", jobs);

const asked = (name: string, jobs: readonly WithId[]): Expr<boolean, never> =>
  new Expr({ kind: "call", name, args: jobs.map((job) => nodeOf(job.id)) });
