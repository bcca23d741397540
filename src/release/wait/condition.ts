import { type Json, numberAt, objectsAt, textAt } from "../json/json.ts";
import type { Look } from "./state.ts";
import { type State, waiting } from "./state.ts";

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

export function conditionsOf(object: Json | undefined): readonly Condition[] {
  return objectsAt(object, "status", "conditions").map((one) => ({
    type: textAt(one, "type") ?? "",
    status: textAt(one, "status") ?? "",
    reason: textAt(one, "reason") ?? "",
    message: textAt(one, "message") ?? "",
  }));
}

export const conditionOf = (object: Json | undefined, type: string): Condition | undefined =>
  conditionsOf(object).find((one) => one.type === type);

/**
 * A controller that has not yet seen our change still reports on the state before it. A cache may even show an object
 * from before our apply, so the generation our apply was answered with counts as well.
 */
export function stale({ object, generation }: Look): State | undefined {
  const current = Math.max(numberAt(object, "metadata", "generation") ?? 0, generation);
  const observed = numberAt(object, "status", "observedGeneration") ?? 0;
  return observed < current ? waiting("unobserved", "its controller has not seen the change yet") : undefined;
}
