import type { Token } from "./token.ts";

const keywords = new Set(
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
    " ",
  ),
);

/** docs.python.org, "Built-in functions", "Built-in constants", "Built-in exceptions", and words that are keywords at times. */
const builtins = new Set(
  "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip copyright credits license NotImplemented Ellipsis ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError EncodingWarning EnvironmentError Exception ExceptionGroup FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning WindowsError ZeroDivisionError match case type".split(
    " ",
  ),
);

/** With these a script makes names that are written nowhere, or is ready for one that is missing. */
const conjuring = new Set(["exec", "globals", "locals", "vars", "eval", "NameError"]);

/** Names that are read and nowhere given a value, each where it is first read. A name given one anywhere counts everywhere. */
export function unknownNames(tokens: readonly Token[]): readonly Token[] {
  const bound = new Set<string>();
  const read: Token[] = [];
  for (const line of linesOf(tokens)) {
    const [first, second] = line;
    if (first?.text === "import" || first?.text === "from") {
      if (line.some(({ text }) => text === "*")) return [];
      for (const { text } of line) bound.add(text);
      continue;
    }
    const pattern = first?.text === "case" && second?.text !== "=" && line.at(-1)?.text === ":";
    for (const [index, token] of line.entries()) {
      if (token.kind !== "name" || keywords.has(token.text)) continue;
      if (line[index - 1]?.text === ".") continue;
      if (pattern || binds(line, index)) bound.add(token.text);
      else read.push(token);
    }
  }
  if (read.some(({ text }) => conjuring.has(text))) return [];
  const unknown = read.filter(({ text }) => !bound.has(text) && !builtins.has(text) && !/^_/.test(text));
  return unknown.filter((token, index) => unknown.findIndex(({ text }) => text === token.text) === index);
}

/** Statements, also those behind a `;` or a `:` on the same line. */
function linesOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const lines: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "end" || (token.text === ";" && token.depth === 0)) lines.push([]);
    else lines.at(-1)?.push(token);
  }
  return lines.flatMap((line) => {
    const colon = line.findIndex(({ text, depth }) => text === ":" && depth === 0);
    const compound = /^(async|case|class|def|elif|else|except|finally|for|if|match|try|while|with)$/.test(
      line[0]?.text ?? "",
    );
    return compound && colon >= 0 ? [line.slice(0, colon + 1), line.slice(colon + 1)] : [line];
  });
}

/** Whether the name gets a value here. In doubt it does: what is reported must be sure. */
function binds(line: readonly Token[], index: number): boolean {
  const token = line[index];
  const before = line[index - 1]?.text ?? "";
  const after = line[index + 1]?.text ?? "";
  if (token === undefined) return false;
  if (/^(=|:=|[-+*/%@&|^]=|\*\*=|\/\/=|<<=|>>=)$/.test(after)) return true;
  if (/^(as|def|class|global|nonlocal)$/.test(before)) return true;
  if (line.some(({ text }, at) => at < index && /^(global|nonlocal)$/.test(text))) return true;
  if (index === 0 && after === ":") return true;
  return isTarget(line, index, after) || isLoopVariable(line, index) || isParameter(line, index, before);
}

/** `a, (b, c) = …`, `with x as (a, b)`. */
function isTarget(line: readonly Token[], index: number, after: string): boolean {
  if (after === "." || after === "(" || after === "[") return false;
  const assigned = line.some(({ text, depth }, at) => at > index && text === "=" && depth === 0);
  return assigned || (line[0]?.text === "with" && line.slice(0, index).some(({ text }) => text === "as"));
}

/** `for a, (b, c) in …`, also inside brackets. */
function isLoopVariable(line: readonly Token[], index: number): boolean {
  const from = line.slice(0, index).findLastIndex(({ text }) => text === "for");
  return from >= 0 && !line.slice(from, index).some(({ text }) => text === "in");
}

/** `def f(a, *b, c=1)`, `def f[T]()`, `lambda a, b: …`: what stands behind `:` or `=` is read. */
function isParameter(line: readonly Token[], index: number, before: string): boolean {
  if (!/^(\(|\[|,|\*|\*\*|lambda|\/)$/.test(before)) return false;
  const lambda = line.slice(0, index).findLastIndex(({ text }) => text === "lambda");
  if (lambda >= 0) {
    const { depth } = line[lambda] ?? { depth: 0 };
    if (!line.slice(lambda, index).some((each) => each.text === ":" && each.depth === depth)) return true;
  }
  const define = line.findIndex(({ text }) => text === "def" || text === "class");
  return define >= 0 && define < 2 && line[index]?.depth === 1;
}
