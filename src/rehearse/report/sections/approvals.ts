import { type Html, html } from "../html.ts";
import { markdown } from "../markdown.ts";
import type { Report, ReportGate } from "../model.ts";

const by = {
  terminal: "by whoever sat at the terminal",
  option: "by an option of the command",
  "only-stand-ins": "unasked, for everything touched was a stand-in",
  nobody: "for there was nobody to ask",
} as const;

function gate({ gate: { environment, job, deploys, summaries }, answer }: ReportGate): Html {
  return html`<article class="gate"><h3><span class="chip">${environment}</span> ${job} <span class="badge is-${answer?.answer ?? "waiting"}">${
    answer?.answer ?? "waiting"
  }</span></h3>
${answer && html`<p>${answer.answer === "waiting" ? "Still waiting" : answer.answer === "approved" ? "Approved" : "Rejected"} ${by[answer.by]}.</p>`}
<details><summary>What was to be decided on</summary>
${Object.entries(deploys).map(
  ([from, outputs]) =>
    html`<h4>${from}</h4><dl class="values">${Object.entries(outputs).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`,
)}
${summaries.map(({ job: told, text }) => html`<h4>${told} wrote</h4>${markdown(text)}`)}
</details></article>`;
}

export const approvals = ({ gates }: Report): Html => html`${gates.map(gate)}`;
