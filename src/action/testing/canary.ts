import { commandsIn } from "./commands.ts";
import { play } from "./play.ts";
import type { Scenario } from "./scenario.ts";
import type { Transcript } from "./transcript.ts";

/** In every line of it, so that one can tell where a line came from. */
const mark = "canary";

/** What an attacker writes into test output, a package's name, a pod's log or a server's answer. */
export const hostile = [
  `::set-output name=${mark}::1`,
  `::save-state name=${mark}::1`,
  `::add-mask::a`,
  `  ::add-mask::${mark}`,
  `::set-env name=${mark}::1`,
  `::add-path::/${mark}`,
  `::error file=${mark}.ts,line=1::${mark}`,
  `::group::${mark}`,
  `::stop-commands::${mark}`,
  `::${mark}::`,
  `::add-matcher::${mark}.json`,
  `text ##[set-output name=${mark};]1 ##[add-mask]${mark}`,
  `##[group]${mark}`,
  `first\r::set-output name=${mark}::after a carriage return`,
  `%0A::set-output name=${mark}::escaped`,
  `${mark}=1`,
  `${mark}<<EOF\n1\nEOF`,
  `<script>${mark}()</script><img src=x onerror=${mark}()><!-- ${mark}`,
  `</code></pre></details></table><h1>${mark}</h1>`,
  "```",
  `# ${mark}`,
  `| ${mark} | ![x](https://evil.example/${mark}) | [x](javascript:${mark}) | @${mark}`,
  `\u001b]0;${mark}\u0007\u001b[2J\u001b[1;1H`,
  `$(touch ${mark}) \`touch ${mark}\` \${{ secrets.${mark} }}`,
].join("\n");

/** As the runner splits lines: a carriage return ends one, too. */
const hostileLines = new Set(hostile.split(/[\r\n]/).map((line) => line.trim()));

/** Commands that an action may give with hostile text in their data: it is shown, and nothing more. */
const harmless = new Set(["debug", "notice", "warning", "error", "group", "endgroup"]);

const movesCursor = (log: string) =>
  ["\u001b]", "\u001b[H", "\u001b[2J", "\u001b[1;1H"].some((code) => log.includes(code));

function logProblems({ log }: Transcript): string[] {
  const obeyed = commandsIn(log).filter(
    ({ name, text, line }) =>
      hostileLines.has(line.trim()) || (!harmless.has(name) && (text.includes(mark) || text === "a")),
  );
  return [
    ...obeyed.map(({ line }) => `the runner obeys: ${line}`),
    ...(log.includes("##[") ? ["`##[` stands in the log"] : []),
    ...(movesCursor(log) ? ["the log moves the cursor or sets a title"] : []),
  ];
}

/** Code spans and blocks show what is in them; outside of them nothing hostile may be Markdown or HTML. */
function proseOf(summary: string): string {
  const withoutBlocks = summary.replace(/^(`{3,})[^\n]*\n[\s\S]*?\n\1[ \t]*$/gm, "");
  return withoutBlocks.replace(/<code>[^<]*<\/code>/g, "").replace(/(`+)[^`][\s\S]*?\1/g, "");
}

function summaryProblems({ summary }: Transcript): string[] {
  const prose = proseOf(summary);
  const rules: readonly (readonly [RegExp, string])[] = [
    [new RegExp(`<(script|img|h1)\\b[^>]*${mark}|<(script|h1)>${mark}|<!-- ${mark}`), "HTML"],
    [/<\/(pre|details|table)>(?=<)/, "a closing tag"],
    [/!\[x\]\(https/, "a picture"],
    [/\[x\]\(javascript/, "a link"],
    [new RegExp(`(^|[^\\w\\\\])@${mark}`), "a mention"],
    [new RegExp(`^# ${mark}`, "m"), "a heading"],
  ];
  return rules.filter(([rule]) => rule.test(prose)).map(([, what]) => `the summary shows ${what} of the hostile text`);
}

function fileProblems({ outputs, state, env, written }: Transcript): string[] {
  const named = (what: string, values: Readonly<Record<string, string>>) =>
    Object.keys(values)
      .filter((name) => name.includes(mark))
      .map((name) => `${what} ${name} is set`);
  return [
    ...named("output", outputs),
    ...named("state", state),
    ...Object.keys(env).map((name) => `variable ${name} is set`),
    ...Object.keys(written)
      .filter((path) => path.split("/").pop() === mark)
      .map((path) => `a shell ran the text: ${path} is there`),
  ];
}

/**
 * What hostile text achieved; nothing, for a sound action. The scenario gets the text and puts it wherever text of
 * others comes in: `canaryProblems((text) => ({ bundle, tools: { docker: [{ stderr: text, exit: 1 }] } }))`.
 */
export async function canaryProblems(scenario: (text: string) => Scenario): Promise<readonly string[]> {
  const transcript = await play(scenario(hostile));
  const unread = [transcript.log, transcript.summary, ...Object.values(transcript.outputs)].every(
    (text) => !text.includes(mark),
  );
  return [
    ...(unread
      ? ["the hostile text shows nowhere: the scenario does not reach the action, or the action hides it"]
      : []),
    ...logProblems(transcript),
    ...summaryProblems(transcript),
    ...fileProblems(transcript),
    ...(transcript.log.includes("::error title=") && transcript.log.includes("unexpected::")
      ? ["the action broke: unexpected"]
      : []),
  ];
}
