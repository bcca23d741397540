import type { Graph } from "./graph.ts";

const text = (words: string) =>
  `"${words.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll("\n", " ")}"`;
/** Ids of Mermaid are words; `end` is one of its own. */
const id = (job: string) => `j_${job.replaceAll("-", "_")}`;

/** As GitHub shows it in Markdown: jobs from left to right, what flows on the arrows. */
export function mermaid(graph: Graph): string {
  const nodes = graph.nodes.map((node) => {
    const label = text([node.title, ...node.marks].join("<br/>")).replaceAll("&lt;br/>", "<br/>");
    return `  ${id(node.id)}${node.environment ? `[[${label}]]` : `[${label}]`}`;
  });
  const edges = graph.edges.map(({ from, to, outputs }) =>
    outputs.length > 0 ? `  ${id(from)} -- ${text(outputs.join(", "))} --> ${id(to)}` : `  ${id(from)} --> ${id(to)}`,
  );
  return ["flowchart LR", ...nodes, ...edges].join("\n");
}
