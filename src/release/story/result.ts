import type { Cause } from "../diagnose/cause.ts";
import type { Ref } from "../kube/object.ts";
import type { Plan } from "../plan/plan.ts";
import type { Status } from "../record/status.ts";
import type { Outcome } from "../wait/wait.ts";

/** How a story ended. *superseded*, *held*, *not-needed* and the like are told here and never recorded. */
export interface Result {
  readonly verdict: "ok" | "findings" | "tool-error";
  readonly status: Status | "superseded" | "held" | "planned" | "refused" | "busy" | "not-needed" | "interrupted";
  readonly message: string;
  /** What to type next. */
  readonly next?: string;
  readonly release?: string;
  readonly previous?: string;
  readonly cause?: string;
  readonly causes: readonly Cause[];
  readonly outcomes: readonly Outcome[];
  /** Where it failed half way: what had been written by then. */
  readonly applied?: readonly Ref[];
  readonly plan?: Plan;
  readonly proven?: boolean;
}

type Rest = Partial<Omit<Result, "verdict" | "status" | "message">>;
const make =
  (verdict: Result["verdict"]) =>
  (status: Result["status"], message: string, rest: Rest = {}): Result => ({
    causes: [],
    outcomes: [],
    ...rest,
    verdict,
    status,
    message,
  });

export const went = make("ok");
export const found = make("findings");
export const broke = make("tool-error");
