import { document } from "./document.ts";
import { graph } from "./graph.ts";
import { type Html, html } from "./html.ts";
import type { Report } from "./model.ts";
import { approvals } from "./sections/approvals.ts";
import { head } from "./sections/head.ts";
import { jobs } from "./sections/jobs.ts";
import { releases } from "./sections/releases.ts";
import { time } from "./sections/time.ts";
import { world } from "./sections/world.ts";
import { timeline } from "./timeline.ts";

const section = (id: string, title: string, body: Html): Html | false =>
  body.text.trim() !== "" &&
  html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${body}</section>`;

/** The whole report as one file that needs no other. */
export function page(report: Report): string {
  const { began, legs } = report;
  const failed = legs.filter(({ result }) => result === "failure").length;
  const body = html`<body>
<a class="skip" href="#jobs">To the jobs</a>
<main>
${head(report)}
${section("graph", "What ran", began.graph.length > 0 ? graph(report) : html``)}
${section("approvals", "Approvals", approvals(report))}
${section("releases", "Releases", releases(report))}
${section("timeline", "When", timeline(report))}
${section("jobs", failed > 0 ? `Jobs, ${failed} failed` : "Jobs", jobs(report))}
${section("time", "Where time went", time(report))}
${section("world", "What was real", world(report))}
</main>
<footer>Made by <code>tidegate rehearse</code>. The events it tells are in <a href="events.jsonl">events.jsonl</a>, whole logs in <a href="logs/">logs</a>.</footer>
</body>`;
  return document(`${began.workflow.name}: ${report.result}`, body);
}
