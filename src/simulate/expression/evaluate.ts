import { data, Lexer, Parser } from "@actions/expressions";
import type { Expr } from "@actions/expressions/ast";
import type { FunctionDefinition } from "@actions/expressions/funcs/info";
import { callsStatusFunction, syntaxOf } from "../../read/expression/syntax.ts";
import { BoundedEvaluator } from "./memory.ts";
import { piecesOf } from "./template.ts";
import { asText, type Contexts, fromData, isTruthy, toDictionary, type Value } from "./value.ts";

/** A function of the place an expression stands in: `success()`, `hashFiles()`. */
export interface PlaceFunction {
  readonly name: string;
  readonly minArgs: number;
  readonly maxArgs: number;
  call(...args: readonly string[]): Value;
}

export interface Place {
  readonly contexts: Contexts;
  readonly functions: readonly PlaceFunction[];
}

/** An expression that GitHub's own parser or evaluator refuses. */
export class ExpressionFailure extends Error {
  readonly expression: string;

  constructor(expression: string, cause: unknown) {
    super(`\${{ ${expression} }}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.expression = expression;
  }
}

const definition = ({ name, minArgs, maxArgs, call }: PlaceFunction): FunctionDefinition => ({
  name,
  minArgs,
  maxArgs,
  call: (...args) => {
    const value = call(...args.map((arg) => arg.coerceString()));
    return typeof value === "boolean" ? new data.BooleanData(value) : new data.StringData(asText(value));
  },
});

const functionMap = (place: Place) => new Map(place.functions.map((f) => [f.name.toLowerCase(), definition(f)]));

function parse(expression: string, place: Place): Expr {
  const { tokens } = new Lexer(expression).lex();
  return new Parser(tokens, Object.keys(place.contexts), [...functionMap(place).values()]).parse();
}

/** What an expression can read: contexts it does not name are not made into GitHub's own kinds of data. */
function readBy(expression: string, contexts: Contexts): Contexts {
  const text = expression.toLowerCase();
  const names = Object.keys(contexts).filter((name) => text.includes(name.toLowerCase()));
  return Object.fromEntries(names.map((name) => [name, contexts[name] ?? null]));
}

/** The value of one expression, without its `${{ }}`. */
export function evaluate(expression: string, place: Place): Value {
  if (expression.trim() === "") return null;
  try {
    const contexts = toDictionary(readBy(expression, place.contexts));
    return fromData(new BoundedEvaluator(parse(expression, place), contexts, functionMap(place)).evaluate());
  } catch (cause) {
    throw new ExpressionFailure(expression, cause);
  }
}

/** A text with its expressions replaced; a text that is one expression alone keeps that value's kind. */
export function interpolate(text: string, place: Place): Value {
  const pieces = piecesOf(text);
  const [only] = pieces;
  if (pieces.length === 1 && only?.kind === "expression") return evaluate(only.text, place);
  return pieces.map((piece) => (piece.kind === "literal" ? piece.text : asText(evaluate(piece.text, place)))).join("");
}

/** Asked for at most steps and jobs: GitHub's parser would find but the one call in it. */
function isSuccess(place: Place): boolean {
  const success = place.functions.find(({ name }) => name === "success");
  return isTruthy(success === undefined ? evaluate("success()", place) : success.call());
}

/** An `if`: without a status function it holds only while all went well, as though `success() &&` stood before it. */
export function condition(text: string | undefined, place: Place): boolean {
  const bare = (text ?? "").trim();
  const pieces = piecesOf(bare);
  const [only] = pieces;
  const expression = pieces.length === 1 && only?.kind === "expression" ? only.text : bare;
  if (expression === "") return isSuccess(place);
  // literal text around `${{ }}` makes the whole a text, which is always true: GitHub evaluates it as format()
  if (pieces.length > 1 || (pieces.length === 1 && only?.kind === "literal" && bare.includes("${{")))
    return isSuccess(place) && isTruthy(interpolate(bare, place));
  let parsed: Expr;
  try {
    parsed = parse(expression, place);
  } catch (cause) {
    throw new ExpressionFailure(expression, cause);
  }
  if (!callsStatusFunction(syntaxOf(parsed)) && !isSuccess(place)) return false;
  return isTruthy(evaluate(expression, place));
}
