import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Config } from "../../config/index.ts";
import { type Callees, isRemote } from "../../emit/callees.ts";
import { type Chain, chainLine, longestChain } from "../../emit/graph/chain.ts";
import { type Graph, graphOf } from "../../emit/graph/graph.ts";
import { mermaid } from "../../emit/graph/mermaid.ts";
import { page } from "../../emit/graph/page.ts";
import type { RenderedWorkflow } from "../../emit/workflow.ts";
import { renderWorkflow } from "../../emit/workflow.ts";
import { model } from "../../workflow/job-model.ts";
import { readConfig } from "../config.ts";
import { readSources } from "../generate/sources.ts";
import { type Command, type ExitCode, type Io, UsageError } from "../io.ts";

const usage = `Usage: tidegate graph [WORKFLOW …] [OPTIONS]

Draws the jobs of each workflow and what flows between them. Without --html: Mermaid in Markdown, which GitHub shows as a
picture. With it: one page that needs nothing else. Says of each the most jobs in a row, with an estimate of their time; more of
them than check.longestChain of tidegate.config.ts allows is exit code 1.

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
  const drawn = chosen.map(({ name, workflow }) => {
    const rendered = renderWorkflow(workflow, callees);
    return { name, graph: graphOf(rendered), chain: chainOf(rendered, callees) };
  });
  if (values.html !== undefined) {
    writeFileSync(resolve(io.cwd, values.html), page(drawn.map(({ graph }) => graph)));
    io.out(`wrote ${values.html}`);
    for (const { name, chain } of drawn) io.out(`${name}: ${chainLine(chain)}`);
  } else io.out(drawn.map(markdown).join("\n\n"));
  return judged(drawn, await readConfig(io.cwd), io);
};

interface Drawn {
  readonly name: string;
  readonly graph: Graph;
  readonly chain: Chain;
}

const markdown = ({ graph, chain }: Drawn) =>
  `## ${graph.name}\n\n${chainLine(chain)}\n\n\`\`\`mermaid\n${mermaid(graph)}\n\`\`\``;

const chainOf = (rendered: RenderedWorkflow, callees: Callees): Chain =>
  longestChain(rendered, (job) => {
    const made = job[model];
    return made.kind === "call" && !isRemote(made.callee)
      ? chainOf(renderWorkflow(made.callee, callees), callees)
      : undefined;
  });

/** More jobs in a row than the configuration allows: each one costs its start before it does anything. */
function judged(drawn: readonly Drawn[], config: Config | undefined, io: Io): ExitCode {
  const most = config?.check?.longestChain ?? Number.POSITIVE_INFINITY;
  const tooLong = drawn.filter(({ chain }) => chain.jobs.length > most);
  for (const { name, chain } of tooLong) io.err(`${name}: ${chainLine(chain)}; tidegate.config.ts allows ${most}`);
  return tooLong.length === 0 ? 0 : 1;
}
