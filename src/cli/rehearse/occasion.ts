import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Workflow } from "../../read/index.ts";
import { dispatchInputs } from "../../simulate/event/inputs.ts";
import { payloadOf } from "../../simulate/event/payload.ts";
import { usualEvent, usualRef, whyNot } from "../../simulate/event/trigger.ts";
import type { Value } from "../../simulate/expression/value.ts";
import { type Io, UsageError } from "../io.ts";
import type { RehearseOptions } from "./options.ts";
import type { Repository } from "./repository.ts";

/** What starts the workflow. */
export interface Occasion {
  readonly ref: string;
  readonly event: { readonly name: string; readonly payload: { readonly [key: string]: Value } };
  readonly inputs: { readonly [name: string]: Value };
}

/** Those that may be rehearsed in its place. */
function callersOf(repository: string, { source: { file } }: Workflow): string {
  const folder = ".github/workflows";
  const path = join(repository, folder);
  const names = existsSync(path) ? readdirSync(path).filter((name) => /\.ya?ml$/.test(name)) : [];
  const calls = names.filter((name) => readFileSync(join(path, name), "utf8").includes(`/${folder}/${basename(file)}`));
  return calls.length === 0
    ? "no workflow here does, so write one that does, and rehearse that"
    : `rehearse one that calls it, ${calls.map((name) => `${folder}/${name}`).join(" or ")}`;
}

/** The event that usually starts it; one sentence where nothing does. */
export function startOf(workflow: Workflow, repository: string): string {
  const event = usualEvent(workflow);
  if (event !== undefined) return event;
  throw new UsageError(`${workflow.source.file} is only called by others: ${callersOf(repository, workflow)}`);
}

const isMapping = (value: unknown): value is { readonly [key: string]: Value } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function readPayload(file: string, cwd: string): { readonly [key: string]: Value } {
  const path = resolve(cwd, file);
  if (!existsSync(path)) throw new UsageError(`${file} is not there`);
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (isMapping(parsed)) return parsed;
  } catch (cause) {
    throw new UsageError(`${file} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  throw new UsageError(`${file} holds no JSON object`);
}

/** A rehearsal's log is read by nobody else: actions that hold something back in public repositories need not. */
const unread = (repository: Value | undefined): Value => ({
  ...(isMapping(repository) ? repository : {}),
  private: true,
});

export function occasionOf(workflow: Workflow, repository: Repository, options: RehearseOptions, io: Io): Occasion {
  const event = options.event ?? startOf(workflow, repository.folder);
  const branch = options.ref ?? usualRef(workflow, event, repository.branch);
  const refusal = whyNot(workflow, event, branch);
  if (refusal !== undefined)
    throw new UsageError(
      event === "push" && options.ref !== undefined ? `${refusal}: choose another with --ref` : refusal,
    );
  if (event !== "workflow_dispatch" && Object.keys(options.inputs).length > 0)
    throw new UsageError("--input is for workflow_dispatch: add --event workflow_dispatch");
  const read = event === "workflow_dispatch" ? dispatchInputs(workflow, options.inputs) : { inputs: {} };
  if ("problems" in read) throw new UsageError(read.problems.join("\n"));
  const made = payloadOf({
    event,
    repository: repository.name,
    ref: branch,
    sha: repository.sha,
    inputs: Object.fromEntries(Object.entries(read.inputs).map(([name, value]) => [name, String(value)])),
    workflow: options.workflow,
    at: io.now().toISOString(),
    defaultBranch: repository.defaultBranch,
  });
  const own = { ...made, repository: unread(made["repository"]) };
  const payload: Occasion["event"]["payload"] =
    options.payload === undefined ? own : { ...own, ...readPayload(options.payload, io.cwd) };
  // a pull request's run sees the merge, not the branch
  const ref = event === "pull_request" ? `refs/pull/${String(payload["number"] ?? 1)}/merge` : branch;
  return { ref, event: { name: event, payload }, inputs: read.inputs };
}
