import type { Expr } from "../expr/expression.ts";
import { and, eq, isEmpty, or } from "../expr/operators.ts";
import { failure } from "../expr/status.ts";
import type { Result } from "../workflow/step.ts";

type Verdict = "ok" | "findings" | "tool-error";
interface Ended<O> {
  readonly outcome: Expr<Result, "steps">;
  readonly outputs: { readonly verdict: Expr<Verdict, "steps"> } & O;
}

/**
 * Whether to go back: the release failed, or the checks found something. A tool that broke says nothing about the release, which
 * stays as it is and is taken up again; a step that ended without a word was killed, and left who knows what.
 */
export const badEnd = (
  deploy: Ended<{ readonly status: Expr<string, "steps"> }>,
  smoke: Ended<object>,
): Expr<boolean, "steps" | "status()"> =>
  and(
    failure(),
    or(
      and(eq(deploy.outcome, "failure"), or(eq(deploy.outputs.status, "failed"), isEmpty(deploy.outputs.verdict))),
      and(eq(smoke.outcome, "failure"), or(eq(smoke.outputs.verdict, "findings"), isEmpty(smoke.outputs.verdict))),
    ),
  );
