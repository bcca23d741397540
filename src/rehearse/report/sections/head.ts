import { type Html, html } from "../html.ts";
import type { Report } from "../model.ts";

const verdicts: Readonly<Record<Report["result"], string>> = {
  success: "Carried through",
  failure: "Failed",
  cancelled: "Cancelled",
  waiting: "Waiting for approval",
  killed: "Ended without a word",
};

const fact = (name: string, value: string): Html => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

/** How it ended, in one line, and of what. */
export function head(report: Report): Html {
  const { began, result, legs, parts } = report;
  const standIns = parts.filter(({ how }) => how === "stand-in").length;
  const why = legs.filter((leg) => leg.result === "failure" || leg.result === "waiting");
  return html`<header class="head is-${result}">
<p class="verdict"><span class="badge is-${result}">${verdicts[result]}</span></p>
<h1>${began.workflow.name}</h1>
<p class="story">${report.inShort}</p>
${why.length > 0 && html`<ul class="why">${why.map((leg) => html`<li><strong>${leg.name}</strong> ${leg.why ?? firstFailure(leg)}</li>`)}</ul>`}
<dl class="facts">
${fact("Started by", `${began.event} on ${began.ref.replace(/^refs\/(heads|tags)\//, "")}`)}
${fact("Commit", began.sha.slice(0, 12))}
${fact("Repository", began.repository)}
${fact("Workflow", began.workflow.path)}
${fact("When", began.startedAt.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC"))}
${parts.length > 0 && fact("World", standIns === parts.length ? "stand-ins only" : `${parts.length - standIns} real, ${standIns} stand-ins`)}
</dl>
</header>`;
}

function firstFailure({ steps, result }: Report["legs"][number]): string {
  const failed = steps.find(({ outcome, forgiven }) => outcome === "failure" && !forgiven);
  return failed ? `failed at “${failed.name}”` : result;
}
