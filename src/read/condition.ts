import { callsStatusFunction } from "./expression/syntax.ts";
import type { Condition } from "./expression/text.ts";

/** What really decides: GitHub puts `success() && (…)` around every condition that asks for no status itself. */
export function effectiveCondition(condition: Condition | undefined): string {
  const expression = condition?.expression;
  if (expression === undefined) return "success()";
  const asks = expression.syntax !== undefined && callsStatusFunction(expression.syntax);
  return asks ? expression.text : `success() && (${expression.text})`;
}
