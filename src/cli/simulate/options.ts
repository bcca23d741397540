import { parseArgs } from "node:util";
import { UsageError } from "../io.ts";

export const usage = `Usage: tidegate simulate [FILE…] [OPTIONS]

Says which jobs of a workflow run for which event, in which order, with which token, environments and secrets, and what becomes of
the others when one of them fails, is cancelled, is skipped or is rejected. Nothing runs and nobody is asked: it is all decided
from the YAML by GitHub's own rules, so hand-written workflows of any repository are as good. Without FILE: one line for each
workflow of .github/workflows that an event starts.

  --event NAME        only this one: push, push-branch, push-tag, pull-request, pull-request-fork, pull-request-dependabot,
                      merge-queue, dispatch, dispatch-branch, schedule, or GitHub's own name of an event; may be repeated
  --steps             also which steps of a job run after one that fails or is cancelled
  --input NAME=VALUE  an input of workflow_dispatch; what the form shows unless told
  --output JOB.NAME=VALUE  what an earlier job says: a matrix made of it, for instance; supposed unless told
  --var NAME=VALUE    a variable of the repository; empty unless told
  --branch NAME       the default branch; what git or tidegate.config.ts says unless told
  --default-token X   what a token may do where nothing is written: restricted (the default) or permissive
  --map OWNER/REPO=DIR  where another repository is, whose workflows are called
  --no-config         do not read tidegate.config.ts, which is code: for a repository that you do not trust
  --json              the same as JSON

Exit code 1 when GitHub would refuse a workflow, or when more jobs wait for one another than check.longestChain allows.`;

export interface SimulateOptions {
  readonly files: readonly string[];
  readonly events: readonly string[];
  readonly steps: boolean;
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly vars: Readonly<Record<string, string>>;
  readonly maps: Readonly<Record<string, string>>;
  readonly branch: string | undefined;
  readonly defaultToken: "restricted" | "permissive";
  readonly config: boolean;
  readonly json: boolean;
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        event: { type: "string", multiple: true },
        steps: { type: "boolean" },
        input: { type: "string", multiple: true },
        output: { type: "string", multiple: true },
        var: { type: "string", multiple: true },
        map: { type: "string", multiple: true },
        branch: { type: "string" },
        "default-token": { type: "string" },
        "no-config": { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

export function optionsOf(args: readonly string[]): SimulateOptions | undefined {
  const { values, positionals } = parsed(args);
  if (values.help === true) return undefined;
  const wrong: string[] = [];
  const pairs = (name: string, given: readonly string[] = []) =>
    Object.fromEntries(
      given.map((pair) => {
        const at = pair.indexOf("=");
        if (at < 1) wrong.push(`--${name} takes NAME=VALUE, not '${pair}'`);
        return [pair.slice(0, Math.max(at, 0)), pair.slice(at + 1)];
      }),
    );
  const token = values["default-token"] ?? "restricted";
  if (token !== "restricted" && token !== "permissive")
    wrong.push(`--default-token is restricted or permissive, not '${token}'`);
  const options: SimulateOptions = {
    files: positionals,
    events: values.event ?? [],
    steps: values.steps === true,
    inputs: pairs("input", values.input),
    outputs: pairs("output", values.output),
    vars: pairs("var", values.var),
    maps: pairs("map", values.map),
    branch: values.branch,
    defaultToken: token === "permissive" ? "permissive" : "restricted",
    config: values["no-config"] !== true,
    json: values.json === true,
  };
  if (wrong.length > 0) throw new UsageError(`${wrong.join("\n")}\n\n${usage}`);
  return options;
}
