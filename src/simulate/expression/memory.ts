import { data, Evaluator } from "@actions/expressions";
import type { FunctionCall } from "@actions/expressions/ast";

/** The runner gives one expression a mebibyte (Sdk/Expressions, `EvaluationOptions.MaxMemory`). */
const most = 1024 * 1024;

/** GitHub's evaluator with GitHub's bound: what a call holds at once, its arguments and its result. */
export class BoundedEvaluator extends Evaluator {
  readonly #held: number[] = [];

  override visitFunctionCall(call: FunctionCall): data.ExpressionData {
    this.#held.push(0);
    const result = super.visitFunctionCall(call);
    const held = (this.#held.pop() ?? 0) + bytesOf(result);
    if (held > most) throw new Error(`the expression holds ${held} bytes at once; GitHub allows ${most}`);
    const outer = this.#held.length - 1;
    if (outer >= 0) this.#held[outer] = (this.#held[outer] ?? 0) + bytesOf(result);
    return result;
  }
}

function bytesOf(value: data.ExpressionData): number {
  return value.kind === data.Kind.String ? 26 + 2 * value.coerceString().length : 24;
}
