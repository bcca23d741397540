import { duration, resultOf, took } from "./figures.ts";
import { fitted } from "./fitted.ts";
import { type Html, html } from "./html.ts";
import type { Report, ReportLeg } from "./model.ts";

const box = { width: 176, height: 52, across: 56, down: 16, edge: 8 };

interface Node {
  readonly id: string;
  readonly name: string;
  readonly needs: readonly string[];
  readonly environment: string | undefined;
  readonly legs: readonly ReportLeg[];
  readonly x: number;
  readonly y: number;
}

/** Columns by how many jobs must end before; a job stands beside those it needs, so that few lines cross. */
export function layout({ began, legs }: Report): readonly Node[] {
  const jobs = began.graph.filter(
    (job) => job.calls === undefined || !legs.some((leg) => leg.job.startsWith(`${job.id}/`)),
  );
  const drawn = new Set(jobs.map(({ id }) => id));
  // a call is drawn as the jobs it makes: what needs the call needs all of them
  const standFor = (id: string): readonly string[] =>
    drawn.has(id) ? [id] : jobs.filter((job) => job.id.startsWith(`${id}/`)).map((job) => job.id);
  const needsOf = new Map<string, readonly string[]>();
  for (const job of jobs) {
    const caller = job.id.includes("/")
      ? began.graph.find(({ id }) => id === job.id.slice(0, job.id.lastIndexOf("/")))
      : undefined;
    const needs = [...job.needs, ...(job.needs.length === 0 ? (caller?.needs ?? []) : [])];
    needsOf.set(job.id, [...new Set(needs.flatMap(standFor))]);
  }
  const columns = new Map<string, number>();
  const column = (id: string): number => {
    const known = columns.get(id);
    if (known !== undefined) return known;
    columns.set(id, 0);
    const own = Math.max(-1, ...(needsOf.get(id) ?? []).map(column)) + 1;
    columns.set(id, own);
    return own;
  };
  for (const { id } of jobs) column(id);
  const rows = new Map<string, number>();
  const nodes: Node[] = [];
  for (let index = 0; index <= Math.max(0, ...columns.values()); index += 1) {
    const centre = (needs: readonly string[]) =>
      needs.length === 0 ? 0 : needs.reduce((sum, id) => sum + (rows.get(id) ?? 0), 0) / needs.length;
    const inColumn = jobs
      .filter(({ id }) => columns.get(id) === index)
      .map((job, order) => ({ job, order, at: centre(needsOf.get(job.id) ?? []) }))
      .sort((one, other) => one.at - other.at || one.order - other.order);
    const tallest = Math.max(
      ...[...Map.groupBy(columns.values(), (value) => value).values()].map(({ length }) => length),
    );
    const offset = (tallest - inColumn.length) / 2;
    for (const [row, { job }] of inColumn.entries()) {
      const own = legs.filter((leg) => leg.job === job.id);
      rows.set(job.id, offset + row);
      nodes.push({
        id: job.id,
        // one that ran once has had its expressions put in
        name: own.length === 1 ? (own[0]?.name ?? job.name) : job.name,
        needs: needsOf.get(job.id) ?? [],
        environment: job.environment,
        legs: own,
        x: box.edge + index * (box.width + box.across),
        y: box.edge + (offset + row) * (box.height + box.down),
      });
    }
  }
  return nodes;
}

/** Needs without those that another need implies: what staging waits for, production need not be drawn to wait for. */
export function drawnNeeds(nodes: readonly Pick<Node, "id" | "needs">[]): ReadonlyMap<string, readonly string[]> {
  const needs = new Map(nodes.map((node) => [node.id, node.needs]));
  const before = new Map<string, ReadonlySet<string>>();
  const allBefore = (id: string): ReadonlySet<string> => {
    const known = before.get(id);
    if (known) return known;
    const own = needs.get(id) ?? [];
    const all = new Set([...own, ...own.flatMap((need) => [...allBefore(need)])]);
    before.set(id, all);
    return all;
  };
  return new Map(
    nodes.map((node) => [
      node.id,
      node.needs.filter((id) => !node.needs.some((other) => other !== id && allBefore(other).has(id))),
    ]),
  );
}

function below(node: Node): string {
  if (node.legs.length === 0) return "not reached";
  const times = node.legs.flatMap((leg) => took(leg) ?? []);
  const legs = node.legs.length > 1 ? `${node.legs.length} × ` : "";
  const result = resultOf(node.legs) ?? "";
  return times.length > 0 ? `${legs}${result}, ${duration(Math.max(...times))}` : `${legs}${result}`;
}

/** The jobs and what waits for what, as a picture that needs no script. */
export function graph(report: Report): Html {
  const nodes = layout(report);
  const at = new Map(nodes.map((node) => [node.id, node]));
  const width = Math.max(...nodes.map(({ x }) => x)) + box.width + box.edge;
  const height = Math.max(...nodes.map(({ y }) => y)) + box.height + box.edge;
  const drawn = drawnNeeds(nodes);
  const lines = nodes.flatMap((node) =>
    (drawn.get(node.id) ?? []).flatMap((id) => {
      const from = at.get(id);
      if (!from) return [];
      const [x1, y1, x2, y2] = [from.x + box.width, from.y + box.height / 2, node.x, node.y + box.height / 2];
      const bend = (x2 - x1) / 2;
      return html`<path class="edge" d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"/>`;
    }),
  );
  const boxes = nodes.map(
    (node) => html`<a href="#${anchor(node.legs[0]?.leg ?? "")}" aria-label="${node.name}: ${below(node)}">
<g class="node is-${resultOf(node.legs) ?? "none"}"><rect x="${node.x}" y="${node.y}" width="${box.width}" height="${box.height}" rx="10"/>
<rect class="mark" x="${node.x}" y="${node.y + 10}" width="4" height="${box.height - 20}" rx="2"/>
${fitted({ x: node.x + 16, y: node.y + 6, width: box.width - 24 }, node.name, "name")}
${fitted({ x: node.x + 16, y: node.y + 26, width: box.width - 24 }, node.environment ? `${below(node)} · ${node.environment}` : below(node), "small")}</g></a>`,
  );
  return html`<div class="wide" tabindex="0" role="region" aria-label="Graph of the jobs"><svg class="graph" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${nodes.length} jobs">${lines}${boxes}</svg></div>`;
}

/** `image (a, b)#0` → an id that a link can name */
export const anchor = (leg: string): string => `leg-${leg.replaceAll(/[^A-Za-z0-9_-]/g, "-")}`;
