/** What an expression reads, by GitHub's own lexer and parser. */
import {
  type Expr as Ast,
  Binary,
  ContextAccess,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Unary,
} from "@actions/expressions/ast";
import { Lexer } from "@actions/expressions/lexer";
import { Parser } from "@actions/expressions/parser";
import { bracesIn, insideOf } from "./template.ts";

/** `needs.build.outputs.image` → `["needs", "build", "outputs", "image"]`; an element known only at run time is `*`. */
export type Path = readonly string[];

export interface Reads {
  readonly paths: readonly Path[];
  /** the functions called, in lower case */
  readonly calls: readonly { readonly name: string; readonly args: readonly (string | undefined)[] }[];
  /** why GitHub's parser rejects it */
  readonly error?: string;
}

const contexts = [
  "github",
  "needs",
  "jobs",
  "matrix",
  "strategy",
  "secrets",
  "steps",
  "job",
  "runner",
  "env",
  "vars",
  "inputs",
];
const functions = [
  { name: "always", minArgs: 0, maxArgs: 0 },
  { name: "cancelled", minArgs: 0, maxArgs: 0 },
  { name: "success", minArgs: 0, maxArgs: 255 },
  { name: "failure", minArgs: 0, maxArgs: 255 },
  { name: "hashFiles", minArgs: 1, maxArgs: 255 },
];

class Walk {
  readonly paths: string[][] = [];
  readonly calls: { name: string; args: (string | undefined)[] }[] = [];

  /** Notes what a tree reads; gives the path it ends in, when it is one. */
  over(ast: Ast | undefined): string[] | undefined {
    if (ast instanceof ContextAccess) {
      const path = [ast.name.lexeme.toLowerCase()];
      this.paths.push(path);
      return path;
    }
    if (ast instanceof IndexAccess) {
      const path = this.over(ast.expr);
      if (ast.index instanceof Literal) path?.push(ast.index.literal.coerceString());
      else {
        path?.push("*");
        // `.*` itself has no children to walk
        if (!("accept" in ast.index && ast.index.constructor.name === "Star")) this.over(ast.index);
      }
      return path;
    }
    if (ast instanceof FunctionCall) {
      const args = ast.args.map((arg) => (arg instanceof Literal ? arg.literal.coerceString() : undefined));
      this.calls.push({ name: ast.functionName.lexeme.toLowerCase(), args });
      for (const arg of ast.args) this.over(arg);
    } else if (ast instanceof Logical) for (const arg of ast.args) this.over(arg);
    else if (ast instanceof Binary) {
      this.over(ast.left);
      this.over(ast.right);
    } else if (ast instanceof Unary) this.over(ast.expr);
    else if (ast instanceof Grouping) return this.over(ast.group);
    return undefined;
  }
}

/** What one expression reads, without its `${{ }}`. */
export function readsOf(expression: string): Reads {
  const walk = new Walk();
  try {
    const { tokens } = new Lexer(expression).lex();
    const ast = new Parser(tokens, contexts, functions).parse();
    // an empty one parses to nothing
    if (tokens.length <= 1) return { paths: [], calls: [], error: "an expression is empty" };
    walk.over(ast);
    return walk;
  } catch (error) {
    return { paths: [], calls: [], error: error instanceof Error ? error.message : String(error) };
  }
}

export interface Piece {
  readonly expression: string;
  /** false: there is no `}}` after it */
  readonly closed: boolean;
}

/** Each `${{ … }}` of a text. A `}}` inside a quoted string does not close it. */
export const piecesOf = (text: string): readonly Piece[] =>
  bracesIn(text).map((braces) => ({ expression: insideOf(text, braces).trim(), closed: braces.end !== undefined }));
