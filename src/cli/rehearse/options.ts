import { parseArgs } from "node:util";
import { UsageError } from "../io.ts";

export const usage = `Usage: tidegate rehearse [WORKFLOW] [OPTIONS]

Carries a workflow through on this machine: .github/workflows/deploy.yml unless another file is named. Registry, cluster and
everything else outside are made for the run and end with it; nothing of yours is touched.

  --event NAME        what starts it; push unless told
  --ref REF           refs/heads/main unless told
  --input NAME=VALUE  an input of workflow_dispatch
  --var NAME=VALUE    a variable of the repository
  --secret NAME=VALUE a secret; those for clusters are made for you
  --gate NAME         an environment with required reviewers; production unless told
  --bootstrap FILE    manifests to apply before, as an administrator would
  --approve NAME      approve this environment when it is asked for
  --reject NAME       reject it
  --verbose           show what every step prints
  --json              one JSON event a line
  --keep              leave .tidegate/rehearsal as it is at the end`;

export interface RehearseOptions {
  readonly workflow: string;
  readonly event: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly vars: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly gates: readonly string[];
  readonly bootstrap: readonly string[];
  readonly approve: readonly string[];
  readonly reject: readonly string[];
  readonly verbose: boolean;
  readonly json: boolean;
  readonly keep: boolean;
}

const list = { type: "string", multiple: true } as const;

function pairs(flag: string, texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw new UsageError(`--${flag} takes NAME=VALUE, not "${text}"`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

/** `undefined` where only help was asked for. */
export function rehearseOptions(args: readonly string[]): RehearseOptions | undefined {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
  const { values, positionals } = parsed;
  if (values.help) return undefined;
  if (positionals.length > 1) throw new UsageError(`one workflow at a time, not ${positionals.join(", ")}`);
  return {
    workflow: positionals[0] ?? ".github/workflows/deploy.yml",
    event: values.event ?? "push",
    ref: values.ref ?? "refs/heads/main",
    inputs: pairs("input", values.input ?? []),
    vars: pairs("var", values.var ?? []),
    secrets: pairs("secret", values.secret ?? []),
    gates: values.gate ?? ["production"],
    bootstrap: values.bootstrap ?? [],
    approve: values.approve ?? [],
    reject: values.reject ?? [],
    verbose: values.verbose ?? false,
    json: values.json ?? false,
    keep: values.keep ?? false,
  };
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      event: { type: "string" },
      ref: { type: "string" },
      input: list,
      var: list,
      secret: list,
      gate: list,
      bootstrap: list,
      approve: list,
      reject: list,
      verbose: { type: "boolean" },
      json: { type: "boolean" },
      keep: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
