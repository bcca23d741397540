import type { Flow } from "../../story/event.ts";
import { duration, took } from "../figures.ts";
import { anchor } from "../graph.ts";
import { type Html, html } from "../html.ts";
import { logFile } from "../log-file.ts";
import { markdown } from "../markdown.ts";
import type { Report, ReportLeg, ReportStep } from "../model.ts";
import { log } from "./log.ts";

const time = (one: ReportLeg | ReportStep) => {
  const length = took(one);
  return length === undefined ? "" : duration(length);
};

const values = (title: string, pairs: Readonly<Record<string, string>>): Html | false =>
  Object.keys(pairs).length > 0 &&
  html`<h4>${title}</h4><dl class="values">${Object.entries(pairs).map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${value === "" ? "(empty)" : value}</dd></div>`,
  )}</dl>`;

const flowed = (needs: Flow): readonly (Html | false)[] =>
  Object.entries(needs).map(([job, outputs]) => values(`From ${job}`, outputs));

function step(leg: string, one: ReportStep): Html {
  const nested = one.id.includes("/");
  const open = one.outcome === "failure" || one.outcome === "running";
  const name = html`<span class="mark is-${one.outcome}" aria-hidden="true"></span><span class="title">${one.name}</span><span class="state">${
    one.forgiven ? "failed, and the job went on" : one.outcome
  }</span><span class="time">${time(one)}</span>`;
  const hollow =
    one.log.first.length === 0 &&
    one.summary.trim() === "" &&
    one.annotations.length === 0 &&
    Object.keys(one.outputs).length === 0 &&
    one.command === undefined &&
    one.instead === undefined;
  if (hollow) return html`<div class="step plain${nested ? " nested" : ""}">${name}</div>`;
  return html`<details class="step${nested ? " nested" : ""}"${open && html` open`}><summary>${name}</summary><div class="inside">
${one.uses !== undefined && html`<p class="uses">${one.uses}</p>`}
${one.instead !== undefined && html`<p class="instead"><strong>Stand-in:</strong> ${one.instead}</p>`}
${one.command !== undefined && html`<pre class="command" tabindex="0">${one.command}</pre>`}
${one.annotations.map(
  ({ level, message, title, file, line }) =>
    html`<p class="note is-${level}"><strong>${level}</strong> ${title !== undefined && html`${title}: `}${message}${
      file !== undefined && html` <span class="place">${file}${line !== undefined && `:${line}`}</span>`
    }</p>`,
)}
${one.summary.trim() !== "" && html`<div class="summary">${markdown(one.summary)}</div>`}
${log(one.log, logFile(leg, one.id))}
${values("Outputs", one.outputs)}
</div></details>`;
}

function job(leg: ReportLeg): Html {
  const open = leg.result !== "success" && leg.result !== "skipped";
  return html`<details class="job" id="${anchor(leg.leg)}"${open && html` open`}><summary><span class="mark is-${leg.result}" aria-hidden="true"></span><span class="title">${leg.name}</span>${
    leg.environment !== undefined && html`<span class="chip">${leg.environment}</span>`
  }${leg.kept && html`<span class="chip">kept from the run before</span>`}<span class="state">${leg.result}</span><span class="time">${time(leg)}</span></summary><div class="inside">
${leg.why !== undefined && html`<p class="reason">${leg.why}</p>`}
${leg.heldBy !== undefined && html`<p class="reason">It waited for the concurrency group ${leg.heldBy}.</p>`}
${leg.url !== undefined && html`<p class="reason">Address: ${leg.url}</p>`}
${log(leg.log, logFile(leg.leg, ""))}
${leg.steps.map((one) => step(leg.leg, one))}
${flowed(leg.needs)}
${values("Flowed out", leg.outputs)}
</div></details>`;
}

/** Each run of a job with its steps; what failed is open already. */
export const jobs = ({ legs }: Report): Html => html`${legs.map(job)}`;
