import { duration } from "./figures.ts";
import { fitted } from "./fitted.ts";
import { anchor } from "./graph.ts";
import { type Html, html } from "./html.ts";
import type { Report, ReportLeg, ReportStep } from "./model.ts";

const shape = { names: 190, bars: 690, row: 28, top: 26, bar: 16 };

/** 1, 2 or 5 times a power of ten, so that about six marks stand under the bars */
export function markEvery(total: number): number {
  const rough = Math.max(total, 1) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= rough) ?? rough;
}

/** When each job ran, its steps as pieces of its bar. */
export function timeline({ legs, endedAt }: Report): Html {
  const ran = legs.filter(({ startedAt }) => startedAt !== undefined);
  if (ran.length === 0) return html``;
  // what went before unseen would only be an empty half
  const begin = Math.min(...ran.map(({ startedAt = 0 }) => startedAt));
  const total = Math.max(endedAt - begin, 1);
  const x = (at: number) => Math.round((shape.names + ((at - begin) / total) * shape.bars) * 10) / 10;
  const height = shape.top + ran.length * shape.row + 6;
  const every = markEvery(total);
  const marks = Array.from({ length: Math.floor(total / every) + 1 }, (_, index) => index * every);
  const width = shape.names + shape.bars + 60;
  return html`<div class="wide" tabindex="0" role="region" aria-label="Timeline"><svg class="timeline" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="When each job ran; the table of steps below says the same in figures">
${marks.map((mark) => html`<path class="tick" d="M${x(begin + mark)} ${shape.top - 6}V${height}"/><text class="small" x="${x(begin + mark) + 3}" y="14">${duration(mark)}</text>`)}
${ran.map((leg, row) => bar(leg, shape.top + row * shape.row, x, endedAt))}
</svg></div>`;
}

function bar(leg: ReportLeg, y: number, x: (at: number) => number, end: number): Html {
  const [from, to] = [leg.startedAt ?? 0, leg.endedAt ?? end];
  const pieces = leg.steps.filter(({ id, startedAt }) => startedAt !== undefined && !id.includes("/"));
  return html`<a href="#${anchor(leg.leg)}">${fitted({ x: 0, y: y - 2, width: shape.names - 12 }, leg.name, "name")}
<rect class="span" x="${x(from)}" y="${y}" width="${Math.max(2, x(to) - x(from))}" height="${shape.bar}" rx="4"/>
${pieces.map((step) => piece(step, y, x, end))}
<text class="small" x="${x(to) + 6}" y="${y + 13}">${duration(to - from)}</text></a>`;
}

function piece(step: ReportStep, y: number, x: (at: number) => number, end: number): Html {
  const [from, to] = [step.startedAt ?? 0, step.endedAt ?? end];
  const width = Math.max(1, x(to) - x(from) - 0.5);
  return html`<rect class="piece is-${step.outcome}" x="${x(from)}" y="${y}" width="${width}" height="${shape.bar}" rx="3"><title>${step.name}: ${step.outcome}, ${duration(to - from)}</title></rect>`;
}
