import type { Syntax } from "../../read/index.ts";
import { typeOfJson } from "./json.ts";
import { any, boolean, mergeAll, printable, show, string, type Type } from "./type.ts";

export interface Call {
  readonly node: Syntax & { readonly kind: "call" };
  readonly args: readonly Type[];
  readonly tell: (message: string, argument?: number) => void;
}

interface FunctionFacts {
  /** For each argument whether a value of that type makes sense; the last one holds for all that follow. */
  readonly takes: readonly ((type: Type) => boolean)[];
  readonly expected: readonly string[];
  readonly gives: (call: Call) => Type;
}

const text = (type: Type) => printable(type);
const anything = () => true;
const textOrList = (type: Type) => printable(type) || type.kind === "array";
const truth = (type: Type) => type.kind === "boolean" || type.kind === "any";
const gives = (type: Type) => () => type;

/** docs.github.com, "Evaluate expressions: functions". Names in lower case. */
export const functions: Readonly<Record<string, FunctionFacts>> = {
  contains: { takes: [textOrList, anything], expected: ["text or a list", "anything"], gives: gives(boolean) },
  startswith: { takes: [text], expected: ["text"], gives: gives(boolean) },
  endswith: { takes: [text], expected: ["text"], gives: gives(boolean) },
  format: { takes: [text], expected: ["text"], gives: formatCall },
  join: { takes: [textOrList, text], expected: ["a list or text", "text"], gives: gives(string) },
  tojson: { takes: [anything], expected: ["anything"], gives: gives(string) },
  fromjson: { takes: [text], expected: ["text"], gives: fromJsonCall },
  hashfiles: { takes: [text], expected: ["text"], gives: gives(string) },
  case: { takes: [anything], expected: ["anything"], gives: caseCall },
  success: { takes: [text], expected: ["a job id"], gives: gives(boolean) },
  failure: { takes: [text], expected: ["a job id"], gives: gives(boolean) },
  always: { takes: [], expected: [], gives: gives(boolean) },
  cancelled: { takes: [], expected: [], gives: gives(boolean) },
};

export function callType(call: Call): Type {
  const facts = functions[call.node.name.toLowerCase()];
  if (facts === undefined) return any;
  for (const [index, type] of call.args.entries()) {
    const at = Math.min(index, facts.takes.length - 1);
    if (facts.takes[at]?.(type) === false) {
      call.tell(
        `argument ${index + 1} of ${call.node.name}() takes ${facts.expected[at]}, and this is ${show(type)}`,
        index,
      );
    }
  }
  return facts.gives(call);
}

function formatCall({ node, tell }: Call): Type {
  const [pattern, ...values] = node.args;
  if (pattern?.kind !== "literal" || typeof pattern.value !== "string") return string;
  const used = new Set(placeholders(pattern.value));
  for (const index of used) {
    if (index >= values.length) tell(`format() has {${index}} in its text and only ${values.length} values to put in`);
  }
  for (const [index] of values.entries()) {
    if (!used.has(index))
      tell(`format() has no {${index}} in its text, so value ${index + 1} is never used`, index + 1);
  }
  return string;
}

/** `{0} {{1}}` → 0: doubled braces stand for themselves. */
function placeholders(pattern: string): readonly number[] {
  const found = pattern
    .replaceAll("{{", "")
    .replaceAll("}}", "")
    .matchAll(/\{(\d+)\}/g);
  return [...found].map(([, index]) => Number(index));
}

function fromJsonCall({ node, tell }: Call): Type {
  const [argument] = node.args;
  if (argument?.kind !== "literal" || typeof argument.value !== "string") return any;
  try {
    return typeOfJson(JSON.parse(argument.value));
  } catch (error) {
    tell(`fromJSON() is given text that is not JSON: ${error instanceof Error ? error.message : String(error)}`, 0);
    return any;
  }
}

/** Predicate, value, predicate, value, …, default: GitHub does not turn a predicate into a boolean by itself. */
function caseCall({ args, tell }: Call): Type {
  const last = args.length - 1;
  for (const [index, type] of args.entries()) {
    if (index % 2 === 0 && index !== last && !truth(type)) {
      tell(
        `case() takes a boolean as argument ${index + 1}, and this is ${show(type)}; compare it with something`,
        index,
      );
    }
  }
  return mergeAll(args.filter((_, index) => index % 2 === 1 || index === last));
}
