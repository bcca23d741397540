import { literalOf } from "../expression/expression.ts";
import { listed, type Reading, report } from "../problem.ts";
import type { Located } from "../source.ts";
import type { CallInterface } from "../workflow/call-interface.ts";
import type { CallJob, Workflow } from "../workflow/model.ts";

/** What a job passes to the workflow it calls, against what that workflow declares. */
export function checkArguments(reading: Reading, job: CallJob, called: Workflow): void {
  const asked = interfaceOf(called);
  if (asked === undefined) {
    const message = `"${called.source.file}" cannot be called: it has no workflow_call among its triggers`;
    report(reading, "call", job.uses.at, message);
    return;
  }
  checkInputs(reading, job, asked);
  if (job.secrets !== "inherit") checkSecrets(reading, job, asked);
}

export function interfaceOf(called: Workflow): CallInterface | undefined {
  const trigger = called.on.find(({ event }) => event.value === "workflow_call");
  return trigger && (trigger.call ?? { at: trigger.at, inputs: [], secrets: [], outputs: [] });
}

function checkInputs(reading: Reading, job: CallJob, asked: CallInterface): void {
  const passed = job.with?.entries ?? [];
  for (const { name, value, scalar } of passed) {
    const input = asked.inputs.find(({ id }) => same(id, name));
    if (input === undefined) {
      report(
        reading,
        "call",
        value.at,
        `"${job.uses.value}" has no input "${name.value}"; ${names("inputs", asked.inputs)}`,
        name.at,
      );
    } else if (literalOf(value) !== undefined && !fits(input.type?.value, scalar)) {
      const type = input.type?.value ?? "string";
      report(
        reading,
        "call",
        value.at,
        `the input "${name.value}" of "${job.uses.value}" is a ${type}, and "${value.text}" is none`,
        name.at,
      );
    }
  }
  for (const { id, required } of asked.inputs) {
    const must = required?.kind === "literal" && required.value;
    if (must && job.with?.expression === undefined && !passed.some(({ name }) => same(id, name))) {
      report(reading, "call", job.uses.at, `"${job.uses.value}" needs the input "${id.value}", which is not passed`);
    }
  }
}

function checkSecrets(reading: Reading, job: CallJob, asked: CallInterface): void {
  const secrets = job.secrets === "inherit" ? undefined : job.secrets;
  const passed = secrets?.entries ?? [];
  for (const { name, value } of passed) {
    if (!asked.secrets.some(({ id }) => same(id, name))) {
      report(
        reading,
        "call",
        value.at,
        `"${job.uses.value}" has no secret "${name.value}"; ${names("secrets", asked.secrets)}`,
        name.at,
      );
    }
  }
  for (const { id, required } of asked.secrets) {
    const must = required?.kind === "literal" && required.value;
    if (must && secrets?.expression === undefined && !passed.some(({ name }) => same(id, name))) {
      report(reading, "call", job.uses.at, `"${job.uses.value}" needs the secret "${id.value}", which is not passed`);
    }
  }
}

function same(a: Located<string>, b: Located<string>): boolean {
  return a.value.toLowerCase() === b.value.toLowerCase();
}

function fits(type: string | undefined, value: string | number | boolean | null): boolean {
  if (type === "number") return typeof value === "number";
  if (type === "boolean") return typeof value === "boolean";
  return true;
}

function names(what: string, of: readonly { readonly id: Located<string> }[]): string {
  return of.length === 0 ? `it declares no ${what}` : `its ${what} are ${listed(of.map(({ id }) => id.value))}`;
}
