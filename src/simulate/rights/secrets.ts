import { nodesOf, type ResolvedJob, type Syntax, type Workflow } from "../../read/index.ts";
import type { Occasion } from "../event/occasion.ts";
import { syntaxesOf } from "../expression/reads.ts";

type Node = Workflow["root"];

/** Where a secret's value comes from; nowhere, where the job reads one that it is not given. */
export interface SecretUse {
  readonly name: string;
  readonly from: string;
  readonly empty: boolean;
}

function* scalarsOf(node: Node): Generator<string> {
  if (node.kind === "scalar") yield node.text;
  else if (node.kind === "sequence") for (const item of node.items) yield* scalarsOf(item);
  else for (const { value } of node.entries) yield* scalarsOf(value);
}

const entry = (node: Node | undefined, key: string): Node | undefined =>
  node?.kind === "mapping" ? node.entries.find((one) => one.key.text === key)?.value : undefined;

/** `secrets.A`, `secrets['A']` → A; the whole context, or a name that is computed → `*` */
function namesIn(syntax: Syntax): readonly string[] {
  const nodes = [...nodesOf(syntax)];
  const isSecrets = (node: Syntax) => node.kind === "context" && node.name.toLowerCase() === "secrets";
  const indexed = nodes.flatMap((node) =>
    (node.kind === "index" || node.kind === "filter") && isSecrets(node.of) ? [node] : [],
  );
  const named = indexed.flatMap((node) =>
    node.kind === "index" && node.index.kind === "literal" && typeof node.index.value === "string"
      ? [node.index.value.toUpperCase()]
      : ["*"],
  );
  const bare = nodes.filter(isSecrets).length > indexed.length;
  return bare ? [...named, "*"] : named;
}

/** The secrets that a text's expressions read, by name in capitals: GitHub does not tell names apart by case. */
const secretsIn = (text: string): readonly string[] => (/secrets/i.test(text) ? syntaxesOf(text).flatMap(namesIn) : []);

/** All that a job reads, with what its workflow's `env` does. `GITHUB_TOKEN` is no secret of anybody's: it is the token. */
function secretsRead(workflow: Workflow, job: string): readonly string[] {
  const root = workflow.root;
  const nodes = [entry(entry(root, "jobs"), job), entry(root, "env")];
  const names = nodes.flatMap((node) => (node === undefined ? [] : [...scalarsOf(node)].flatMap(secretsIn)));
  return [...new Set(names)].filter((name) => name !== "GITHUB_TOKEN").sort();
}

/** The names that a call hands on; undefined: all of them. */
const passedBy = (call: ResolvedJob): ReadonlySet<string> | undefined =>
  call.kind !== "call" || call.job.secrets === "inherit"
    ? undefined
    : new Set(call.job.secrets?.entries.map(({ name }) => name.value.toUpperCase()));

/**
 * What a job reads of secrets, and whether anything is there. `calls` are the jobs that lead to it, outermost first. A secret of
 * an environment comes only where the call hands on that very name (actions/runner#4453); what is left out is empty.
 */
export function secretsOf(
  job: ResolvedJob,
  calls: readonly ResolvedJob[],
  environments: readonly string[],
  { trust }: Pick<Occasion, "trust">,
): readonly SecretUse[] {
  return secretsRead(job.workflow, job.job.id.value).map((name) => {
    const withheld = calls.find((call) => passedBy(call)?.has(name) === false);
    if (withheld !== undefined && name !== "*")
      return { name, empty: true, from: `${withheld.job.id.value} does not hand it on` };
    if (trust === "fork") return { name, empty: true, from: "a fork's run gets none" };
    if (trust === "dependabot") return { name, empty: true, from: "only what is stored for Dependabot" };
    const from = environments.length > 0 ? `environment ${environments.join(", ")}, or else ` : "";
    return { name, empty: false, from: `${from}the repository` };
  });
}
