import { readText } from "../expression/text.ts";
import type { Problem, Reading } from "../problem.ts";
import type { Source } from "../source.ts";
import type { Node } from "../yaml/node.ts";
import { type Limits, type Parsed, parseYaml } from "../yaml/parse.ts";
import { readConcurrency } from "./concurrency.ts";
import { checkId } from "./id.ts";
import { cacheModes, readJob } from "./job.ts";
import { distinct, fields, isExpression, mapping, readEnv } from "./mapping.ts";
import type { Job, Workflow } from "./model.ts";
import { checkNeeds } from "./needs.ts";
import { readPermissions } from "./permissions.ts";
import { readDefaults } from "./run-defaults.ts";
import { readTriggers } from "./trigger.ts";
import { oneOf, text } from "./value.ts";

export const workflowKeys = [
  "name",
  "description",
  "run-name",
  "on",
  "env",
  "defaults",
  "permissions",
  "concurrency",
  "cache-mode",
  "jobs",
] as const;

export interface WorkflowRead {
  /** Absent only when the file is not YAML, or no mapping. */
  readonly workflow?: Workflow | undefined;
  readonly problems: readonly Problem[];
}

/** Reads one file. What is wrong in one place never hides another: as much as can be read is returned. */
export function readWorkflow(source: Source, limits?: Limits): WorkflowRead {
  const problems: Problem[] = [];
  const reading: Reading = { source, problems };
  const parsed = parseYaml(reading, limits);
  return { workflow: parsed && readRoot(reading, parsed), problems };
}

function readRoot(reading: Reading, { root, unusedAnchors }: Parsed): Workflow | undefined {
  const f = fields(reading, root, { what: "a workflow", keys: workflowKeys, required: ["on", "jobs"] });
  if (f === undefined) return undefined;
  const on = f.on ? readTriggers(reading, f.on) : [];
  const label = (node: Node | undefined) => {
    const found = node && text(reading, node, "nowhere");
    return found && { value: found.text, at: found.at };
  };
  return {
    source: reading.source,
    at: root.at,
    name: label(f.name),
    description: label(f.description),
    runName: f["run-name"] && text(reading, f["run-name"], "run-name"),
    on,
    onKey: f.on?.key,
    env: f.env && readEnv(reading, f.env, "env", '"env"'),
    defaults: f.defaults && readDefaults(reading, f.defaults, "nowhere"),
    permissions: f.permissions && readPermissions(reading, f.permissions),
    concurrency: f.concurrency && readConcurrency(reading, f.concurrency, "concurrency"),
    cacheMode: f["cache-mode"] && oneOf(reading, f["cache-mode"], cacheModes),
    jobs: f.jobs ? readJobs(reading, f.jobs) : [],
    unusedAnchors,
    root,
  };
}

function readJobs(reading: Reading, node: Node): readonly Job[] {
  const found = mapping(reading, node, '"jobs"');
  if (found === undefined) return [];
  const seen = new Map<string, string>();
  const jobs = distinct(reading, found).flatMap(({ key, value }) => {
    const id = { value: key.text, at: key.at };
    if (isExpression(key)) {
      readText(reading, key, "nowhere");
      return [];
    }
    checkId(reading, id, seen, "job");
    return readJob(reading, id, value) ?? [];
  });
  checkNeeds(
    reading,
    jobs,
    found.entries.map(({ key }) => key.text),
    node.at,
  );
  return jobs;
}
