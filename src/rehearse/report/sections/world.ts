import { type Html, html } from "../html.ts";
import type { Report } from "../model.ts";

/** What was real and what a stand-in, and whatever else one should know before trusting the rest. */
export function world({ parts, notes }: Report): Html {
  return html`${
    parts.length > 0 &&
    html`<div class="wide" tabindex="0" role="region" aria-label="Parts of the world"><table><thead><tr><th>Part</th><th></th><th>What it was</th></tr></thead><tbody>${parts.map(
      ({ part, how, what }) =>
        html`<tr><td>${part}</td><td><span class="badge is-${how}">${how}</span></td><td>${what}</td></tr>`,
    )}</tbody></table></div>`
  }${
    notes.length > 0 &&
    html`<details><summary>${notes.length} ${notes.length === 1 ? "note" : "notes"}: what was rewritten, not run, or not answered</summary><ul>${notes.map(
      ({ about, text }) => html`<li><strong>${about}</strong> ${text}</li>`,
    )}</ul></details>`
  }`;
}
