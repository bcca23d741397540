import type { ActionSpec } from "../../spec/action.ts";
import { type ActionError, kitHint } from "../errors/error.ts";
import { codeBlock, escapeMarkdown } from "../text/escape.ts";
import type { Deps } from "./deps.ts";
import type { Ending } from "./ending.ts";
import type { Runner } from "./runner.ts";

/** Generated from the kit's codes. */
const kitDocs = "https://github.com/tidegate/tidegate/blob/main/docs/action-errors.md";

/** Where the code is explained: for the kit's own its page; else the README of the action, in the repository and at the ref it runs from. */
export function docsLink(spec: ActionSpec, runner: Runner, code: string): string | undefined {
  if (kitHint(code) !== undefined) return `${kitDocs}#${code}`;
  const { actionRepository, actionRef, serverUrl } = runner;
  const page =
    spec.docs ??
    (actionRepository && actionRef
      ? `${serverUrl}/${actionRepository}/blob/${actionRef}/actions/${spec.name}/README.md`
      : undefined);
  return page === undefined ? undefined : `${page}#${code}`;
}

const hintOf = (spec: ActionSpec, error: ActionError): string | undefined =>
  error.hint ?? spec.errors?.[error.code]?.hint ?? kitHint(error.code);

function details(spec: ActionSpec, runner: Runner, error: ActionError): readonly (readonly [string, string])[] {
  const link = docsLink(spec, runner, error.code);
  return [
    ["expected", error.expected],
    ["came", error.came],
    ["what to do", hintOf(spec, error)],
    ["more", link],
  ].flatMap(([label, text]) => (label === undefined || text === undefined ? [] : [[label, text] as const]));
}

function detailMarkdown(label: string, text: string, error: ActionError): string {
  if (label === "more") return `[More about ${error.code}](${text})`;
  // a hint out of a table is ours, its Markdown is meant
  if (label === "what to do" && error.hint === undefined) return `**${label}:** ${text}`;
  return text.includes("\n") ? `**${label}:**\n\n${codeBlock(text)}` : `**${label}:** ${escapeMarkdown(text)}`;
}

function reportError(spec: ActionSpec, deps: Deps, error: ActionError, fails: boolean): void {
  const { log, summary, runner } = deps;
  const annotate = fails ? log.error : log.warning;
  annotate(error.message, { title: `${spec.title}: ${error.code}` });
  for (const [label, text] of details(spec, runner, error))
    if (text.includes("\n")) {
      log.info(`${label}:`);
      log.foreign(text);
    } else log.info(`${label}: ${text}`);
  if (error.code === "unexpected" && error.stack !== undefined)
    if (runner.debug) log.foreign(error.cause instanceof Error ? (error.cause.stack ?? "") : error.stack);
    else log.debug(error.stack);
  const heading = `### ${fails ? "❌" : "⚠️"} ${escapeMarkdown(spec.title)}: ${error.code}`;
  const parts = details(spec, runner, error).map(([label, text]) => detailMarkdown(label, text, error));
  summary.add([heading, codeBlock(error.message), ...parts].join("\n\n"));
}

/** The last words of an action, in the log and in the summary. */
export function reportEnding(spec: ActionSpec, deps: Deps, ending: Ending): void {
  switch (ending.verdict) {
    case "ok":
      if (ending.message !== undefined) deps.log.info(ending.message);
      return;
    case "findings":
      if (ending.fails) deps.log.error(ending.message, { title: `${spec.title}: findings` });
      else deps.log.warning(ending.message, { title: `${spec.title}: findings` });
      return;
    case "tool-error":
      reportError(spec, deps, ending.error, ending.fails);
  }
}
