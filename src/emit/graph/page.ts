/** One HTML page with a drawing of every workflow: no script, nothing from elsewhere, light and dark. */
import type { Graph, GraphEdge, GraphNode } from "./graph.ts";

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const box = { width: 230, height: 64, across: 110, down: 26, edge: 16 };

interface Placed extends GraphNode {
  readonly x: number;
  readonly y: number;
}

/** A column per depth; in a column as the workflow lists them. */
function place(graph: Graph): readonly Placed[] {
  const rows = new Map<number, number>();
  return graph.nodes.map((node) => {
    const row = rows.get(node.depth) ?? 0;
    rows.set(node.depth, row + 1);
    return {
      ...node,
      x: box.edge + node.depth * (box.width + box.across),
      y: box.edge + row * (box.height + box.down),
    };
  });
}

const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

const nodeSvg = (node: Placed): string => `<g class="job${node.environment ? " environment" : ""}">
<title>${escaped([node.title, ...node.marks, ...node.permissions].join("\n"))}</title>
<rect x="${node.x}" y="${node.y}" width="${box.width}" height="${box.height}" rx="8"/>
<text x="${node.x + 12}" y="${node.y + 26}">${escaped(cut(node.title, 28))}</text>
<text class="mark" x="${node.x + 12}" y="${node.y + 47}">${escaped(cut(node.marks[0] ?? "", 34))}</text>
</g>`;

function edgeSvg(edge: GraphEdge, nodes: ReadonlyMap<string, Placed>): string {
  const from = nodes.get(edge.from);
  const to = nodes.get(edge.to);
  if (!from || !to) return "";
  const [x1, y1, x2, y2] = [from.x + box.width, from.y + box.height / 2, to.x, to.y + box.height / 2];
  const bend = Math.max(40, (x2 - x1) / 2);
  const path = `<path d="M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 6} ${y2}" marker-end="url(#arrow)"/>`;
  const label =
    edge.outputs.length > 0
      ? `<text class="flow" x="${x2 - 10}" y="${y2 - 8}" text-anchor="end">${escaped(cut(edge.outputs.join(", "), 22))}</text>`
      : "";
  return path + label;
}

function drawing(graph: Graph): string {
  const nodes = place(graph);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const width = Math.max(0, ...nodes.map((n) => n.x)) + box.width + box.edge;
  const height = Math.max(0, ...nodes.map((n) => n.y)) + box.height + box.edge;
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(`jobs of ${graph.name}`)}">
${graph.edges.map((edge) => edgeSvg(edge, byId)).join("\n")}
${nodes.map(nodeSvg).join("\n")}
</svg>`;
}

const list = (items: readonly string[]) =>
  items.length > 0 ? `<ul>${items.map((i) => `<li>${escaped(i)}</li>`).join("")}</ul>` : "–";

const details = (graph: Graph): string => `<details><summary>${graph.nodes.length} jobs in words</summary><table>
<tr><th>job</th><th>needs</th><th>the token may</th><th>steps</th></tr>
${graph.nodes
  .map((node) => {
    const needs = graph.edges
      .filter((e) => e.to === node.id)
      .map((e) => (e.outputs.length > 0 ? `${e.from} (${e.outputs.join(", ")})` : e.from));
    const name = `<b>${escaped(node.title)}</b>${node.marks.map((m) => `<br/>${escaped(m)}`).join("")}`;
    return `<tr><td>${name}</td><td>${list(needs)}</td><td>${list(node.permissions)}</td><td>${list(node.steps)}</td></tr>`;
  })
  .join("\n")}
</table></details>`;

const style = `:root{color-scheme:light dark;--ink:#1f2328;--soft:#59636e;--line:#d1d9e0;--paper:#fff;--card:#f6f8fa;--gate:#9a6700}
@media(prefers-color-scheme:dark){:root{--ink:#f0f6fc;--soft:#9198a1;--line:#3d444d;--paper:#0d1117;--card:#151b23;--gate:#d29922}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:2rem}
section{margin-bottom:3rem}.drawing{overflow-x:auto}svg text{fill:var(--ink);font:600 14px system-ui,sans-serif}
svg text.mark,svg text.flow{fill:var(--soft);font-weight:400;font-size:12px}rect{fill:var(--card);stroke:var(--line);stroke-width:1.5}
.environment rect{stroke:var(--gate)}path{fill:none;stroke:var(--soft);stroke-width:1.5}marker path{fill:var(--soft);stroke:none}
p{color:var(--soft)}table{border-collapse:collapse;margin-top:1rem}td,th{border:1px solid var(--line);padding:.4rem .7rem;text-align:left;vertical-align:top}
ul{margin:0;padding-left:1.1rem}summary{cursor:pointer;color:var(--soft)}`;

export function page(graphs: readonly Graph[]): string {
  const sections = graphs.map(
    (graph) => `<section><h2>${escaped(graph.name)}</h2><p>on ${escaped(graph.triggers.join(", "))}</p>
<div class="drawing">${drawing(graph)}</div>
${details(graph)}</section>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width"/><title>Workflows</title><style>${style}</style></head>
<body><h1>Workflows</h1>
<svg width="0" height="0" aria-hidden="true"><defs><marker id="arrow" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 L8 4 L0 8 z"/></marker></defs></svg>
${sections.join("\n")}
</body></html>
`;
}
