import { type AnyExpr, isExpression } from "../expr/expression.ts";
import type { StepEnv } from "../expr/positions.gen.ts";
import { type Language, Script, type ScriptValue } from "./runnable.ts";

type Printable = string | number | boolean | null;

/** By its shape: a script may come from another copy of this package. */
const isScript = (x: string | number | readonly string[] | AnyExpr | Script): x is Script =>
  typeof x === "object" && !Array.isArray(x) && !isExpression(x);

const inserted = (insert: string | number | readonly string[] | AnyExpr | Script): ScriptValue =>
  isScript(insert) ? insert.code : insert;

/** `${}` takes a word, a list of words, an expression (it becomes a variable), or another script. */
type Template = (
  parts: TemplateStringsArray,
  ...values: readonly (string | number | readonly string[] | Script | StepEnv<Printable>)[]
) => Script;

const language =
  (name: Language): Template =>
  (parts, ...values) =>
    new Script({ kind: "run", language: name, parts: parts.raw, values: values.map(inserted) });

/**
 * Shell code for `bash -e` or plain `sh`. What stands in `${}` is data: an expression becomes a variable in the step's `env`,
 * read as `"$NAME"`; text and numbers become quoted words; a list becomes several words.
 * Text is taken as it stands, without JavaScript's escapes; only `` \` `` and `\${` stand for the characters themselves.
 *
 * ```ts
 * step(sh`git tag ${version.outputs.tag} && git push origin ${version.outputs.tag}`, {
 *   permissions: { contents: ["write", "pushes the tag"] },
 * });
 * ```
 */
export const sh = language("sh");
/** As `sh`, always run by bash with `-e -o pipefail`. */
export const bash = language("bash");
/** PowerShell. An expression becomes a variable of the environment, read as `"${env:NAME}"`; it stands alone or inside of `"…"`. */
export const pwsh = language("pwsh");
/** Python. An expression becomes a variable of the environment, read as `os.environ["NAME"]`. */
export const python = language("python");
