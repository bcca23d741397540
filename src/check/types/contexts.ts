import type { Job, Project, Step, Workflow } from "../subject.ts";
import { eventType } from "./event.ts";
import { fixedContexts, githubType } from "./github.ts";
import type { Contexts } from "./infer.ts";
import { matrixType } from "./matrix.ts";
import { any, boolean, loose, mergeAll, number, type ObjectType, strict, string, type Type } from "./type.ts";

const inputTypes: Readonly<Record<string, Type>> = { boolean, number, string, choice: string, environment: string };
const anyOutputs = loose(string);

/** What `inputs` holds: nothing unless the workflow is dispatched or called. */
export function inputsType(workflow: Workflow): Type {
  const props: Record<string, Type> = {};
  for (const { dispatch, call } of workflow.on) {
    for (const input of [...(dispatch ?? []), ...(call?.inputs ?? [])]) {
      const type =
        input.type === undefined ? (dispatch === undefined ? any : string) : (inputTypes[input.type.value] ?? any);
      const before = props[input.id.value.toLowerCase()];
      props[input.id.value.toLowerCase()] = before === undefined ? type : mergeAll([before, type]);
    }
  }
  return strict(props);
}

/** Only a workflow that is nothing but called, and says which secrets it takes, can be held to them. */
function secretsType({ on }: Workflow): Type | undefined {
  const [only, ...others] = on;
  const declared = only?.call?.secrets ?? [];
  if (others.length > 0 || declared.length === 0) return undefined;
  const always = ["github_token", "actions_step_debug", "actions_runner_debug"];
  return strict(Object.fromEntries([...always, ...declared.map(({ id }) => id.value)].map((name) => [name, string])));
}

export function workflowContexts(workflow: Workflow): Contexts {
  const secrets = secretsType(workflow);
  return {
    ...fixedContexts,
    ...(secrets && { secrets }),
    github: githubType(eventType(workflow)),
    inputs: inputsType(workflow),
    needs: strict({}),
    steps: strict({}),
    matrix: strict({}),
  };
}

/** `jobs`, for the outputs of a reusable workflow. */
export function jobsType(workflow: Workflow, project: Project): Type {
  return strict(
    Object.fromEntries(
      workflow.jobs.map((job) => [
        job.id.value,
        strict({ result: string, outputs: outputsType(job, workflow, project) }),
      ]),
    ),
  );
}

export function jobContexts(job: Job, workflow: Workflow, project: Project): Contexts {
  const base = workflowContexts(workflow);
  const needed = job.needs.flatMap((need) => {
    const found = workflow.jobs.find(({ id }) => id.value.toLowerCase() === need.value.toLowerCase());
    return [
      [
        need.value,
        found === undefined ? any : strict({ result: string, outputs: outputsType(found, workflow, project) }),
      ] as const,
    ];
  });
  const withNeeds = { ...base, needs: strict(Object.fromEntries(needed)) };
  const { strategy } = job;
  const matrix =
    strategy?.expression !== undefined
      ? any
      : strategy?.matrix === undefined
        ? strict({})
        : matrixType(strategy.matrix, withNeeds);
  return { ...withNeeds, matrix };
}

function outputsType(job: Job, workflow: Workflow, project: Project): Type {
  if (job.kind === "call") {
    const outputs = project.callOutputs(job, workflow);
    return outputs === undefined ? anyOutputs : strict(Object.fromEntries(outputs.map((name) => [name, string])));
  }
  if (job.outputs?.expression !== undefined) return anyOutputs;
  return strict(Object.fromEntries((job.outputs?.entries ?? []).map(({ name }) => [name.value, string])));
}

/** `steps` as it is seen below the given steps. */
export function stepsType(steps: readonly Step[], project: Project): ObjectType {
  const props: Record<string, Type> = {};
  for (const step of steps) {
    if (step.kind === "parallel" || step.id === undefined || step.id.value.includes("${{")) continue;
    const outputs = step.kind === "uses" ? project.actionOutputs(step.uses.value) : undefined;
    const type = outputs === undefined ? anyOutputs : strict(Object.fromEntries(outputs.map((name) => [name, string])));
    props[step.id.value] = strict({ outputs: type, conclusion: string, outcome: string });
  }
  return strict(props);
}
