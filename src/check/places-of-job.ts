import type { Expects, Place } from "./places.ts";
import type { Container, Env, Job, RunnerJob, Text, Value } from "./subject.ts";

/** Notes one value, if it holds expressions at all. */
export type Add = (text: Text | undefined, expects: Expects, more?: Partial<Place>) => void;

export function addRunnerJob(add: Add, addAfter: Add, job: RunnerJob): void {
  for (const label of job.runsOn?.labels ?? []) add(label, "labels");
  add(job.runsOn?.group, "text");
  add(job.environment?.name, "text");
  addAfter(job.environment?.url, "text");
  addEnv(add, job.env);
  addEnv(addAfter, job.outputs);
  add(job.defaults?.shell, "text");
  add(job.defaults?.workingDirectory, "text");
  addValue(add, job.timeoutMinutes, "number");
  addValue(add, job.continueOnError, "boolean");
  add(job.snapshot?.imageName, "text");
  if (job.container !== undefined) addContainer(add, job.container);
  for (const service of job.services?.items ?? []) addContainer(add, service);
  add(job.services?.expression, "object");
}

function addContainer(add: Add, container: Container): void {
  add(container.image, "text");
  addEnv(add, container.env);
  for (const text of [...(container.ports ?? []), ...(container.volumes ?? [])]) add(text, "text");
  add(container.options, "text");
  add(container.credentials?.username, "text");
  add(container.credentials?.password, "text");
  add(container.credentials?.expression, "object");
}

export function addStrategy(add: Add, { strategy }: Job): void {
  if (strategy === undefined) return;
  add(strategy.expression, "object");
  addValue(add, strategy.failFast, "boolean");
  addValue(add, strategy.maxParallel, "number");
  const { matrix } = strategy;
  if (matrix === undefined) return;
  add(matrix.expression, "object");
  for (const values of [...matrix.vectors.map((vector) => vector.values), matrix.include, matrix.exclude]) {
    if (values === undefined) continue;
    if ("parts" in values) add(values, "list");
    else for (const text of values.flatMap(textsIn)) add(text, "data");
  }
}

type MatrixData = Exclude<NonNullable<NonNullable<Job["strategy"]>["matrix"]>["include"], Text | undefined>[number];

function textsIn(data: MatrixData): readonly Text[] {
  if (data.kind === "scalar") return [data.text];
  return data.kind === "sequence" ? data.items.flatMap(textsIn) : data.entries.flatMap(({ value }) => textsIn(value));
}

export function addEnv(add: Add, env: Env | undefined): void {
  for (const { value, nameText } of env?.entries ?? []) {
    add(nameText, "text");
    add(value, "text");
  }
  add(env?.expression, "object");
}

export function addValue(add: Add, value: Value<number> | Value<boolean> | undefined, expects: Expects): void {
  if (value?.kind === "expression") add(value.text, expects);
}
