import { duration, took } from "../figures.ts";
import { type Html, html } from "../html.ts";
import type { Report } from "../model.ts";

const shown = 8;

/** The longest steps: where a faster pipeline begins. */
export function time({ legs }: Report): Html {
  const steps = legs
    .flatMap((leg) =>
      leg.steps
        .filter(({ id }) => !id.includes("/"))
        .map((step) => ({ job: leg.name, step: step.name, length: took(step) ?? 0 })),
    )
    .sort((one, other) => other.length - one.length)
    .slice(0, shown)
    .filter(({ length }) => length >= 50);
  if (steps.length === 0) return html``;
  return html`<div class="wide" tabindex="0" role="region" aria-label="The longest steps"><table class="figures"><thead><tr><th>Step</th><th>Job</th><th>Time</th></tr></thead><tbody>${steps.map(
    ({ job, step, length }) =>
      html`<tr><td>${step}</td><td>${job}</td><td class="number">${duration(length)}</td></tr>`,
  )}</tbody></table></div>`;
}
