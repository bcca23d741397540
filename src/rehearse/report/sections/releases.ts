import { type Html, html } from "../html.ts";
import { markdown } from "../markdown.ts";
import type { Report } from "../model.ts";

const digest = (text: string) => (text === "" ? "none" : text.replace(/^sha256:([0-9a-f]{12}).*/, "$1"));

/** What was brought live, image by image, and what that changed. */
export function releases({ releases: all }: Report): Html {
  return html`${all.map(
    ({ environment, status, release, previous, backTo, cause, images, diff }) => html`<article class="release">
<h3><span class="chip">${environment}</span> ${release} <span class="badge is-${status}">${status}</span></h3>
${previous !== "" && previous !== backTo && html`<p>Before: ${previous}</p>`}
${backTo !== undefined && html`<p>${status === "unchanged" ? "Would go back to" : "Runs again"}: ${backTo}</p>`}
${cause !== "" && html`<p class="reason">${cause}</p>`}
${
  images.length > 0 &&
  html`<div class="wide" tabindex="0" role="region" aria-label="Images of ${release}"><table><thead><tr><th>Image</th><th>Before</th><th>${status === "live" ? "Now" : "This release"}</th></tr></thead><tbody>${images.map(
    (image) =>
      html`<tr><td>${image.name}</td><td><code>${digest(image.before)}</code></td><td><code>${digest(image.digest)}</code>${
        image.before === image.digest ? " (the same)" : html` <strong>new</strong>`
      }</td></tr>`,
  )}</tbody></table></div>`
}
${diff.trim() !== "" && html`<details><summary>What the step told</summary>${markdown(diff)}</details>`}
</article>`,
  )}`;
}
