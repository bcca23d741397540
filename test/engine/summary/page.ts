import { document } from "../../../src/rehearse/report/document.ts";
import { duration } from "../../../src/rehearse/report/figures.ts";
import { type Html, html } from "../../../src/rehearse/report/html.ts";
import type { PassedAgain } from "../../../tools/again/reporter.ts";
import type { Round, Suite, Test } from "./results.ts";

export interface Summary {
  /** one, or with --repeat as many */
  readonly rounds: readonly Round[];
  /** tests that failed first, and passed when run again */
  readonly again: readonly PassedAgain[];
  /** what the engine is: part → version */
  readonly engine: Readonly<Record<string, string>>;
  /** rehearsals whose reports lie beside the page: title → link */
  readonly rehearsals: Readonly<Record<string, string>>;
}

const testsOf = ({ suites }: Round): readonly Test[] => suites.flatMap(({ tests }) => tests);
const counted = (number: number, what: string): string => `${number} ${what}${number === 1 ? "" : "s"}`;
const failuresOf = (suite: Suite): readonly Test[] => suite.tests.filter(({ how }) => how === "failed");

const row = (one: Test): Html => {
  const look = one.how === "passed" ? "success" : one.how === "failed" ? "failure" : "skipped";
  return html`<div><div class="step plain"><span class="mark is-${look}" aria-hidden="true"></span><span class="title">${
    one.name
  }</span><span class="state">${one.how}</span><span class="time">${duration(one.ms)}</span></div>${
    one.said !== "" && html`<pre class="log" tabindex="0">${one.said}</pre>`
  }</div>`;
};

function section(suite: Suite): Html {
  const result = suite.failed ? "failure" : "success";
  const failed = failuresOf(suite).length;
  const state = failed > 0 ? `${failed} failed` : suite.failed ? "failed" : counted(suite.tests.length, "test");
  return html`<details class="job"${suite.failed && html` open`}><summary><span class="mark is-${result}" aria-hidden="true"></span><span class="title">${
    suite.file
  }</span><span class="state">${state}</span><span class="time">${duration(suite.ms)}</span></summary><div class="inside">
${suite.said !== "" && html`<pre class="log" tabindex="0">${suite.said}</pre>`}
${suite.tests.map(row)}
</div></details>`;
}

const again = ({ test, firstFailure }: PassedAgain): Html =>
  html`<article><h3>${test}</h3><pre class="log" tabindex="0">${firstFailure}</pre></article>`;

const fact = (name: string, value: string): Html => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

function head(summary: Summary): Html {
  const { rounds, engine } = summary;
  const suites = rounds.flatMap((one) => one.suites);
  const tests = rounds.flatMap(testsOf);
  const red = suites.filter(({ failed }) => failed);
  const skipped = tests.filter(({ how }) => how === "skipped").length;
  const green = red.length === 0 && tests.length > skipped;
  const counts = [
    counted(tests.length, "test"),
    counted(suites.length, "suite"),
    ...(rounds.length > 1 ? [counted(rounds.length, "round")] : []),
    ...(summary.again.length > 0 ? [`${summary.again.length} passed when run again`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    duration(rounds.reduce((sum, { ms }) => sum + ms, 0)),
  ];
  const names = red.map(({ file }) => html`<li><strong>${file}</strong></li>`);
  return html`<header class="head is-${green ? "success" : "failure"}">
<p class="verdict"><span class="badge is-${green ? "success" : "failure"}">${green ? "All passed" : "Failed"}</span></p>
<h1>The real engine</h1>
<p class="story">${counts.join(", ")}</p>
${names.length > 0 && html`<ul class="why">${names}</ul>`}
<dl class="facts">
${
  rounds[0] &&
  fact(
    "When",
    rounds[0].startedAt
      .toISOString()
      .replace("T", " ")
      .replace(/\.\d+Z$/, " UTC"),
  )
}
${Object.entries(engine).map(([name, value]) => fact(name, value))}
</dl>
</header>`;
}

/** A run of the engine's suites as one page: how it ended, on what, and the text of each failure; the slowest suites first. */
export function page(summary: Summary): string {
  const links = Object.entries(summary.rehearsals).map(([name, link]) => html`<li><a href="${link}">${name}</a></li>`);
  const title = (index: number) => (summary.rounds.length > 1 ? `Round ${index + 1}` : "Suites, the slowest first");
  const body = html`<body>
<main>
${head(summary)}
${links.length > 0 && html`<section><h2>Rehearsals on it</h2><ul>${links}</ul></section>`}
${summary.again.length > 0 && html`<section><h2>Passed when run again</h2>${summary.again.map(again)}</section>`}
${summary.rounds.map(
  ({ suites }, index) =>
    html`<section><h2>${title(index)}</h2>${[...suites].sort((a, b) => Number(b.failed) - Number(a.failed) || b.ms - a.ms).map(section)}</section>`,
)}
</main>
<footer>Made by <code>npm run test:engine</code>.</footer>
</body>`;
  return document("The real engine", body);
}
