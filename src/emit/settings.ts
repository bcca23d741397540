/** The settings of a job and of a workflow that are objects of their own, one function each. */
import { isExpression } from "../expr/expression.ts";
import type { Position } from "../expr/positions.gen.ts";
import type { JobModel } from "../workflow/job-model.ts";
import type {
  JobConcurrencyGroup,
  JobContainer,
  RunnerGroup,
  ServiceContainer,
  WorkflowConcurrencyGroup,
} from "../workflow/settings.ts";
import { data } from "./data.ts";
import { condition, fixed, text, variables } from "./text.ts";
import { entry, flow, list, type Mapping, mapping, type Yaml } from "./tree.ts";

export function runsOn(given: JobModel["runsOn"]): Yaml | undefined {
  if (typeof given === "string" || isExpression(given)) return text(given, "runs-on");
  if (isLabels(given)) return flow(given);
  const { group, labels } = given;
  return mapping([
    entry("group", text(group, "runs-on")),
    entry("labels", labels === undefined || typeof labels === "string" ? text(labels, "runs-on") : labelList(labels)),
  ]);
}
const isLabels = (x: readonly string[] | RunnerGroup): x is readonly string[] => Array.isArray(x);
const labelList = (labels: Exclude<RunnerGroup["labels"], string | undefined>): Yaml => ({
  ...list(labels.flatMap((label) => text(label, "runs-on") ?? [])),
  flow: true,
});

export function environment(job: JobModel): Yaml | undefined {
  const { environment: given, environmentUrl } = job;
  if (given === undefined) return undefined;
  const simple = typeof given === "string" || isExpression(given);
  if (simple && environmentUrl === undefined) return text(given, "job-environment");
  const full = simple ? { name: given } : given;
  return mapping([
    entry("name", text(full.name, "job-environment-name")),
    entry("url", text(environmentUrl ?? ("url" in full ? full.url : undefined), "string-runner-context-no-secrets")),
    entry("deployment", text("deployment" in full ? full.deployment : undefined, "job-environment")),
  ]);
}

export function concurrency(
  given: JobConcurrencyGroup | WorkflowConcurrencyGroup | undefined,
  position: "job-concurrency" | "workflow-concurrency",
): Mapping | undefined {
  if (!given) return undefined;
  return mapping([
    entry("group", text(given.group, position)),
    entry("cancel-in-progress", text(given.cancelInProgress, position)),
    entry("queue", fixed(given.queue)),
  ]);
}

export const defaults = (given: JobModel["defaults"], position: Position | undefined): Mapping | undefined =>
  given &&
  mapping([
    entry(
      "run",
      mapping([
        entry("shell", position ? text(given.run.shell, position) : fixed(given.run.shell)),
        entry(
          "working-directory",
          position ? text(given.run.workingDirectory, position) : fixed(given.run.workingDirectory),
        ),
      ]),
    ),
  ]);

function containerTree(given: JobContainer | ServiceContainer, position: Position): Mapping {
  return mapping([
    entry("image", text(given.image, position)),
    entry(
      "credentials",
      given.credentials &&
        mapping([
          entry("username", text(given.credentials.username, "container-registry-credentials")),
          entry("password", text(given.credentials.password, "container-registry-credentials")),
        ]),
    ),
    entry("env", variables(given.env ?? {}, "string-runner-context")),
    entry("ports", given.ports && data(given.ports)),
    entry("volumes", given.volumes && data(given.volumes)),
    entry("options", text(given.options, position)),
    entry("entrypoint", text("entrypoint" in given ? given.entrypoint : undefined, position)),
    entry("command", text("command" in given ? given.command : undefined, position)),
  ]);
}

export function container(given: JobModel["container"]): Yaml | undefined {
  return given === undefined || typeof given === "string"
    ? text(given, "container")
    : containerTree(given, "container");
}

export function services(given: JobModel["services"]): Mapping | undefined {
  if (!given) return undefined;
  return mapping(
    Object.entries(given).map(([name, service]) =>
      entry(
        name,
        typeof service === "string" || isExpression(service)
          ? text(service, "services-container")
          : containerTree(service, "services-container"),
      ),
    ),
  );
}

export function snapshot(given: JobModel["snapshot"]): Yaml | undefined {
  if (given === undefined || typeof given === "string") return fixed(given);
  return mapping([
    entry("image-name", fixed(given.imageName)),
    entry("if", condition(given.if, "snapshot-if")),
    entry("version", fixed(given.version)),
  ]);
}

/** `strategy`, with the matrix as its axes and what is beside them. */
export function strategy(job: Pick<JobModel, "matrix" | "strategy">): Mapping | undefined {
  if (!job.matrix && !job.strategy) return undefined;
  return mapping([
    entry("fail-fast", text(job.strategy?.failFast, "strategy")),
    entry("max-parallel", text(job.strategy?.maxParallel, "strategy")),
    entry("matrix", job.matrix && data(job.matrix, "strategy")),
  ]);
}
