import { bracesIn, insideOf, opening } from "../../expr/template.ts";
import { type Reading, report } from "../problem.ts";
import type { Span } from "../source.ts";
import type { ScalarNode } from "../yaml/node.ts";
import { asExpression, type Expression, literalOf, soleExpression, type Text } from "./expression.ts";
import { parseExpression } from "./parse.ts";
import { type PositionName, positions } from "./position.ts";

/** A scalar cut into its plain text and its expressions. */
export function readText(reading: Reading, node: ScalarNode, position: PositionName): Text {
  const { at, key, text } = node;
  if (typeof node.value !== "string" || !text.includes(opening))
    return { at, key, text, parts: text === "" ? [] : [text] };
  const plain: Text = { at, key, text, parts: [text] };
  if (positions[position].contexts.length === 0) {
    report(reading, "expression-place", at, "an expression is not allowed here; write the value itself", key);
    return plain;
  }
  const parts: (string | Expression)[] = [];
  let from = 0;
  let occurrence = 0;
  for (const braces of bracesIn(text)) {
    const { start, end } = braces;
    const where = whereIs(reading, node, occurrence);
    if (end === undefined) {
      report(reading, "expression-syntax", where, `this expression is opened with ${opening} and never closed with }}`);
      return plain;
    }
    if (start > from) parts.push(text.slice(from, start));
    const raw = insideOf(text, braces);
    const lead = opening.length + raw.length - raw.trimStart().length;
    const span = { start: where.start + lead, end: Math.min(where.start + end - start - 2, where.end) };
    parts.push(/^\s*insert\s*$/.test(raw) ? insertDirective(raw, span) : parseExpression(reading, raw, span, position));
    // an expression that holds `${{` in a string must not be found again
    occurrence += raw.split(opening).length;
    from = end;
  }
  if (from < text.length) parts.push(text.slice(from));
  const whole: Text = { at, key, text, parts };
  return escaped(whole) ?? whole;
}

/** `${{ '{{ x }}' }}` is GitHub's way to write braces: a value of one string literal is that string. */
function escaped(text: Text): Text | undefined {
  const syntax = soleExpression(text)?.syntax;
  if (syntax?.kind !== "literal" || typeof syntax.value !== "string") return undefined;
  return { ...text, parts: [syntax.value] };
}

function insertDirective(raw: string, at: Span): Expression {
  return { text: raw.trim(), at, position: "nowhere" };
}

/** The same occurrence of `${{` in the file: escapes, folding and indentation make offsets differ, never their order. */
function whereIs(reading: Reading, node: ScalarNode, occurrence: number): Span {
  const { text } = reading.source;
  let start = text.indexOf(opening, node.at.start);
  for (let i = 0; i < occurrence && start >= 0; i++) start = text.indexOf(opening, start + opening.length);
  return start < 0 || start >= node.at.end ? node.at : { start, end: node.at.end };
}

export interface Condition {
  readonly at: Span;
  readonly key: Span | undefined;
  readonly text: Text;
  /** What decides, without the `success()` GitHub adds. Absent: nothing was written. */
  readonly expression?: Expression | undefined;
}

/** An `if`: an expression with or without its braces. Text around the braces makes it a string, as GitHub reads it. */
export function readCondition(reading: Reading, node: ScalarNode, position: PositionName): Condition {
  const text = readText(reading, node, position);
  const base = { at: node.at, key: node.key, text };
  const written = literalOf(text);
  if (written !== undefined) {
    if (written.trim() === "" || written.includes(opening)) return base;
    const quote = node.style === "quoted" ? 1 : 0;
    const shift = node.style === "block" ? blockShift(reading, node) : quote;
    const span = { start: node.at.start + shift, end: node.at.end };
    return { ...base, expression: parseExpression(reading, written, span, position) };
  }
  const sole = soleExpression(text);
  if (sole !== undefined) return { ...base, expression: sole };
  if (text.parts.some((part) => typeof part === "object" && part.syntax === undefined)) return base;
  return { ...base, expression: parseExpression({ ...reading, problems: [] }, asExpression(text), node.at, position) };
}

function blockShift(reading: Reading, node: ScalarNode): number {
  const body = reading.source.text.slice(node.at.start, node.at.end);
  return Math.max(body.indexOf("\n") + 1 + body.slice(body.indexOf("\n") + 1).search(/\S/), 0);
}
