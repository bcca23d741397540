import type { Workflow } from "../../read/index.ts";
import { githubContext } from "../event/github.ts";
import { dispatchInputs } from "../event/inputs.ts";
import type { Occasion } from "../event/occasion.ts";
import { type Contexts, isObject, type Value } from "../expression/value.ts";
import { inputsOfCall } from "../schedule/call.ts";
import type { Assumptions, Subject, Values } from "./subject.ts";

type Inputs = { readonly [name: string]: Value };

const dispatched = (workflow: Workflow) =>
  workflow.on.find(({ event }) => event.value === "workflow_dispatch")?.dispatch ?? [];

/** What GitHub's form sends, or what is wrong with it. Where a person must type something, nothing stands for it. */
export function formOf(workflow: Workflow, given: Values): ReturnType<typeof dispatchInputs> {
  const usual = dispatched(workflow).map(({ id, type, options, default: preset }): [string, string] => [
    id.value,
    preset?.text ??
      options?.items[0]?.value ??
      (type?.value === "boolean" ? "false" : type?.value === "number" ? "0" : ""),
  ]);
  return dispatchInputs(workflow, { ...Object.fromEntries(usual), ...given });
}

const sentBy = (workflow: Workflow, given: Values): Inputs => {
  const form = formOf(workflow, given);
  return "inputs" in form ? form.inputs : {};
};

/** Other values that a person could choose in the form: of a list, and of a box to tick. */
export function choicesOf(workflow: Workflow, given: Values): readonly (readonly [name: string, value: string])[] {
  const now = sentBy(workflow, given);
  return dispatched(workflow).flatMap(({ id, type, options }) => {
    const all = type?.value === "boolean" ? ["true", "false"] : (options?.items.map(({ value }) => value) ?? []);
    return all.filter((value) => value !== String(now[id.value])).map((value) => [id.value, value] as const);
  });
}

function inputsOf({ workflow, plan }: Subject, event: string, given: Values): Inputs {
  if (event === "workflow_dispatch") return sentBy(workflow, given);
  if (event !== "workflow_call") return {};
  const call = { kind: "call", id: "", needs: [], uses: "", with: given, secrets: {}, called: plan } as const;
  return inputsOfCall(call, { contexts: {}, functions: [] });
}

/** The commit of the first such run; that of a later one differs wherever it is written. */
const first = "1".repeat(40);

const textOfRun = (text: string, run: number): string => text.replaceAll(first, String(run).repeat(40));
const objectOfRun = (value: { readonly [key: string]: Value }, run: number): Inputs =>
  Object.fromEntries(Object.entries(value).map(([key, one]) => [key, ofRun(one, run)]));

function ofRun(value: Value, run: number): Value {
  if (typeof value === "string") return textOfRun(value, run);
  return isObject(value) ? objectOfRun(value, run) : Array.isArray(value) ? value.map((one) => ofRun(one, run)) : value;
}

/** What the run's expressions see; of several such runs, the first unless told. */
export function contextsOf(subject: Subject, occasion: Occasion, { vars, inputs }: Assumptions, run = 1): Contexts {
  const { event, actor, headRef, baseRef } = occasion;
  const ref = textOfRun(occasion.ref, run);
  const payload = objectOfRun(occasion.payload, run);
  const { plan } = subject;
  const facts = {
    repository: plan.origin.repository,
    event: { name: event, payload },
    ref,
    sha: textOfRun(first, run),
    ...(headRef === undefined ? {} : { headRef }),
    ...(baseRef === undefined ? {} : { baseRef }),
    actor,
    runId: String(run),
    runNumber: run,
    runAttempt: 1,
    workflow: { name: plan.name, path: plan.path },
    serverUrl: "https://github.com",
    apiUrl: "https://api.github.com",
  };
  return { github: githubContext(facts, "", ""), inputs: inputsOf(subject, event, inputs), vars };
}
