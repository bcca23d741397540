import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { graphOf } from "../../emit/graph/graph.ts";
import { mermaid } from "../../emit/graph/mermaid.ts";
import { page } from "../../emit/graph/page.ts";
import { renderWorkflow } from "../../emit/workflow.ts";
import { readSources } from "../generate/sources.ts";
import { type Command, UsageError } from "../io.ts";

const usage = `Usage: tidegate graph [WORKFLOW …] [--html FILE] [--source FOLDER]

Draws the jobs of each workflow and what flows between them. Without --html: Mermaid in Markdown, which GitHub shows as a
picture. With it: one page that needs nothing else.

  --html FILE       write a page instead
  --source FOLDER   where the sources are; workflows-src unless told`;

const shape = { html: { type: "string" }, source: { type: "string" }, help: { type: "boolean", short: "h" } } as const;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: shape, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

export const graphCommand: Command = async (args, io) => {
  const { values, positionals } = parsed(args);
  if (values.help) {
    io.out(usage);
    return 0;
  }
  const { workflows } = await readSources(io.cwd, values.source ?? "workflows-src");
  const known = new Set(workflows.map(({ name }) => name));
  const unknown = positionals.filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new UsageError(`there is no workflow ${unknown.join(", ")}; there are ${[...known].join(", ")}`);
  const chosen = workflows.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  // what called jobs need is not drawn, so nothing is asked of the other workflows
  const callees = { usesOf: () => "", permissionsOf: () => new Map(), pins: new Map() };
  const graphs = chosen.map(({ workflow }) => graphOf(renderWorkflow(workflow, callees)));
  if (values.html !== undefined) {
    writeFileSync(resolve(io.cwd, values.html), page(graphs));
    io.out(`wrote ${values.html}`);
  } else io.out(graphs.map((graph) => `## ${graph.name}\n\n\`\`\`mermaid\n${mermaid(graph)}\n\`\`\``).join("\n\n"));
  return 0;
};
