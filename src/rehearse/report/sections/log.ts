import { stripVTControlCharacters } from "node:util";
import { type Html, html } from "../html.ts";
import type { LogLine, ReportLog } from "../model.ts";

const row = ({
  text,
  look,
}: LogLine): Html => html`<span class="line${look === undefined ? "" : ` is-${look}`}">${stripVTControlCharacters(text)}
</span>`;

/** A step's output. A long one shows its beginning and its end, and names the file that has all of it. */
export function log({ first, omitted, last }: ReportLog, file: string): Html {
  const shown = (lines: readonly LogLine[]) => lines.filter(({ look }) => look !== "group-end").map(row);
  if (first.length === 0) return html``;
  return html`<pre class="log" tabindex="0">${shown(first)}${
    omitted > 0 &&
    html`<span class="line gap">… ${omitted.toLocaleString("en")} lines are left out here: <a href="${file}">the whole log</a>
</span>`
  }${shown(last)}</pre>`;
}
