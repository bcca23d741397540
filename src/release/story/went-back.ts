import type { Cause } from "../diagnose/cause.ts";
import type { Plan } from "../plan/plan.ts";
import type { Way } from "./going-back.ts";

/** How a rollback ended. Told apart by exit code, so that a script at three in the morning need not read. */
export interface WentBack {
  readonly result:
    | "rolled-back"
    | "not-needed"
    | "nothing-to-go-back-to"
    | "rollback-failed"
    | "refused"
    | "planned"
    | "busy"
    | "interrupted";
  readonly message: string;
  /** What to type next. */
  readonly next?: string;
  readonly release?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cause?: string;
  readonly causes: readonly Cause[];
  /** What a dry run would change. */
  readonly plan?: Plan;
  /** What could not be put back as it was, and fields taken over from others. */
  readonly kept: readonly string[];
}

/** How serious what was wrong before is now. */
export const levelOf = ({ result }: WentBack): "error" | "warning" =>
  result === "rolled-back" || result === "planned" ? "warning" : "error";

type Rest = Partial<Omit<WentBack, "result" | "message">>;

export const back = (result: WentBack["result"], message: string, rest: Rest = {}): WentBack => ({
  causes: [],
  kept: [],
  ...rest,
  result,
  message,
});

const nexts = {
  "not-needed": {},
  "nothing-to-go-back-to": {
    next: "deploy a mended release; or choose one in spite of that: tidegate release rollback ID --reason TEXT",
  },
  refused: { next: "if it is meant, say why: tidegate release rollback ID --reason TEXT" },
};

export const noWay = (way: Extract<Way, { go: false }>, causes: readonly Cause[] = []): WentBack =>
  back(way.why, way.message, {
    causes,
    ...(way.undone === undefined ? {} : { from: way.undone.id }),
    ...nexts[way.why],
    ...(way.next === undefined ? {} : { next: way.next }),
  });
