/** A reusable workflow of another repository, as its own file and those it calls beside it say. */
import type { ActionManifest } from "../../bindings/generate/manifest.ts";
import type { ReusableDeclaration } from "../../bindings/generate/reusable.ts";
import { everyJob, interfaceOf, readWorkflow, resolveCalls, source } from "../../read/index.ts";
import type { CallInterface } from "../../read/workflow/call-interface.ts";
import type { PermissionNeed } from "../../spec/index.ts";
import { permissionNeed } from "./permissions.ts";

export const isWorkflowPath = (action: string): boolean =>
  /^[^/]+\/[^/]+\/\.github\/workflows\/[^/]+\.ya?ml$/.test(action);

/** Gives a file of the repository at the commit, by its path from the root. */
export type FileOf = (path: string) => Promise<string | undefined>;
export interface Reusable {
  readonly manifest: ActionManifest;
  readonly declaration: ReusableDeclaration;
}

/** `$/.github/workflows/x.yml` and `./.github/workflows/x.yml` are of the same repository; a called one's `./` is the caller's. */
const pathOf = (uses: string): string | undefined => /^(?:\.|\$)\/+(\.github\/workflows\/[^/]+)$/.exec(uses)?.[1];

/** The file and all that it calls at the same commit, those of other repositories left out. */
async function filesFrom(path: string, fileOf: FileOf): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const waiting = [path];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const text = files.has(next) ? undefined : await fileOf(next);
    if (text === undefined) continue;
    files.set(next, text);
    const jobs = readWorkflow(source(next, text)).workflow?.jobs ?? [];
    waiting.push(...jobs.flatMap((job) => (job.kind === "call" ? (pathOf(job.uses.value) ?? []) : [])));
  }
  return files;
}

export async function readReusable(path: string, fileOf: FileOf): Promise<Reusable | { readonly wrong: string }> {
  const files = await filesFrom(path, fileOf);
  const text = files.get(path);
  if (text === undefined) return { wrong: "is not there" };
  const { workflow, problems } = readWorkflow(source(path, text));
  const declared = workflow && interfaceOf(workflow);
  if (workflow === undefined) return { wrong: `cannot be read: ${problems[0]?.message ?? "it is no workflow"}` };
  if (declared === undefined) return { wrong: "has no workflow_call, so it cannot be called" };
  const load = (uses: string) => {
    const called = pathOf(uses);
    const found = called === undefined ? undefined : files.get(called);
    return called === undefined || found === undefined ? undefined : source(called, found);
  };
  const jobs = everyJob(resolveCalls(workflow, { load }).jobs);
  // a call whose file is at hand asks for what its jobs ask for
  const asking = jobs.filter((job) => job.kind === "job" || job.called === undefined);
  const needs = asking.flatMap(({ job, grant, workflow: { source: of } }) =>
    Object.entries(grant ?? {}).flatMap(
      ([scope, level]) => permissionNeed(scope, level, `job ${job.id.value} of ${of.file} asks for it`) ?? [],
    ),
  );
  return {
    manifest: { description: undefined, using: undefined, ...namesOf(declared) },
    declaration: {
      ...declarationOf(declared),
      permissions: highest(needs),
      silent: asking.flatMap(({ job, grant }) => (grant === undefined ? [job.id.value] : [])),
    },
  };
}

const isTrue = (value: { readonly kind: string; readonly value?: unknown } | undefined) =>
  value?.kind === "literal" && value.value === true;

const namesOf = ({ inputs, outputs }: CallInterface): Pick<ActionManifest, "inputs" | "outputs"> => ({
  inputs: inputs.map(({ id, description, required, default: fallback }) => ({
    name: id.value,
    description,
    required: isTrue(required) && fallback === undefined,
    default: fallback?.text,
    deprecated: undefined,
  })),
  outputs: outputs.map(({ id }) => ({ name: id.value, description: undefined })),
});

function declarationOf({
  inputs,
  secrets,
  outputs,
}: CallInterface): Pick<ReusableDeclaration, "inputs" | "secrets" | "outputs"> {
  const described = inputs.map(({ id, type, description, required, default: fallback }) => {
    const text = description === undefined ? {} : { description };
    const needed = isTrue(required) && fallback === undefined ? { required: true } : {};
    const kind = type?.value === "number" || type?.value === "boolean" ? type.value : "string";
    return [id.value, { type: kind, ...text, ...needed }] as const;
  });
  return {
    inputs: Object.fromEntries(described),
    secrets: Object.fromEntries(
      secrets.map(({ id, required }) => [id.value, isTrue(required) ? { required: true } : {}]),
    ),
    outputs: outputs.map(({ id }) => id.value),
  };
}

/** One line for each scope: the higher level, and who asks for it. */
function highest(needs: readonly PermissionNeed[]): readonly PermissionNeed[] {
  const byScope = Map.groupBy(needs, ({ scope }) => scope);
  return [...byScope.values()].flatMap((same) => {
    const most = same.filter(({ level }) => level === "write");
    const [first, ...others] = most.length > 0 ? most : same;
    if (first === undefined) return [];
    return [{ ...first, reason: [...new Set([first, ...others].map(({ reason }) => reason))].join("; ") }];
  });
}
