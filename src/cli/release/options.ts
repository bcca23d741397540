import { parseArgs } from "node:util";
import { UsageError } from "../io.ts";

export const usage = `Usage: tidegate release SUBCOMMAND [ID] --app APP --environment ENV --namespace NS [OPTIONS]

What is live, and how to change it, from a laptop and without GitHub. The same code as the actions.

  list              releases on record, newest first: what is live, since when, by whom, proven by what
  show [ID]         one release: images, workloads, run (the live one unless told)
  diff [ID]         where the cluster is no longer as this release (the live one) left it; exit 1 when it is not
  deploy            deploy an overlay: --overlay PATH --image NAME=sha256:… [--image-name NAME=REAL] [--smoke FILE]
  rollback [ID]     go back to the last release that was live with passed smoke checks, or to ID
  resume [ID]       take up what a killed or cancelled run began
  unhold ID         end the hold on a rolled-back release (--reason)
  unlock            free the lease of a run that is known to be gone (--reason)

  TIDEGATE_APP, TIDEGATE_ENVIRONMENT and TIDEGATE_NAMESPACE in the environment say the first three as well

  --context X --kubeconfig FILE --kubectl PATH --state-namespace NS
  --reason TEXT     recorded; needed to cross an irreversible release, to unhold and to unlock
  --smoke FILE      checks to run before the release is called live
  --timeout 10m --grace 60s --log-lines 20 --prune-cap 10 --take-over MANAGER --allow-older --no-scan
  --dry-run         of deploy and rollback: only the plan
  --yes             do not ask before writing
  --json            for scripts

Exit codes: 0 done, or nothing to do; 1 not done; 2 wrong use; of rollback also 4 nothing to go back to, 5 rollback failed.`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const many = { type: "string", multiple: true } as const;

const known = {
  app: text,
  environment: text,
  namespace: text,
  "state-namespace": text,
  context: text,
  kubeconfig: text,
  kubectl: text,
  reason: text,
  smoke: text,
  overlay: text,
  image: many,
  "image-name": many,
  "take-over": many,
  commit: text,
  timeout: text,
  grace: text,
  "log-lines": text,
  "prune-cap": text,
  irreversible: text,
  "release-hold": text,
  "allow-older": flag,
  "no-scan": flag,
  "dry-run": flag,
  yes: flag,
  json: flag,
  help: { type: "boolean", short: "h" },
} as const;

export type Options = ReturnType<typeof parse>["values"];

const parse = (args: readonly string[]) => parseArgs({ args: [...args], options: known, allowPositionals: true });

export interface Called {
  readonly subcommand: string;
  readonly id: string | undefined;
  readonly options: Options;
  readonly app: string;
  readonly environment: string;
  readonly namespace: string;
}

/** Everything wrong with the call in one message; undefined: help was asked for. */
export function readCall(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Called | undefined {
  const read = () => {
    try {
      return parse(args);
    } catch (error) {
      throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    }
  };
  const { values, positionals } = read();
  const [subcommand, id, ...rest] = positionals;
  if (values.help === true || subcommand === undefined) return undefined;
  const app = values.app ?? env["TIDEGATE_APP"] ?? "";
  const environment = values.environment ?? env["TIDEGATE_ENVIRONMENT"] ?? "";
  const namespace = values.namespace ?? env["TIDEGATE_NAMESPACE"] ?? "";
  const missing = Object.entries({ app, environment, namespace })
    .filter(([, value]) => value === "")
    .map(([name]) => `--${name} (or TIDEGATE_${name.toUpperCase()})`);
  if (missing.length > 0) throw new UsageError(`expected ${missing.join(", ")}`);
  if (rest.length > 0) throw new UsageError(`one release at a time: ${rest.join(" ")} is too much`);
  return { subcommand, id, options: values, app, environment, namespace };
}
