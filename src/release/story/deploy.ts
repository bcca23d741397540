import type { Json } from "../json/json.ts";
import type { RunKubectl } from "../kube/kubectl.ts";
import type { KubeObject } from "../kube/object.ts";
import { planLines } from "../plan/make.ts";
import { liveEntry } from "../record/head.ts";
import { readHead } from "../record/head-store.ts";
import { previousOf } from "../record/moves.ts";
import type { Grace } from "../wait/state.ts";
import { type BackupOptions, backUp } from "./backup.ts";
import { type Bundle, type BundleInput, digestFor, keyFor, prepareBundle, withUntriable } from "./bundle.ts";
import { conclude, liveMessage } from "./conclude.ts";
import { createNamespaces, missingNamespaces } from "./create-namespaces.ts";
import { deployEntry, nameRelease } from "./deploy-entry.ts";
import { type EnactOptions, enact } from "./enact.ts";
import { planDeploy } from "./plan-deploy.ts";
import type { Prove } from "./prove.ts";
import { type Candidacy, refusal } from "./refusal.ts";
import { broke, found, type Result, went } from "./result.ts";
import type { Desk, Site } from "./site.ts";
import { stoppedMessage, unlessStopped } from "./stopped.ts";
import { underLease, withoutLease } from "./under-lease.ts";

export interface DeployInput extends BundleInput, Candidacy {
  readonly kubectl: RunKubectl;
  readonly timeoutMs: number;
  readonly patience: Grace;
  readonly logLines: number;
  readonly pruneCap: number | undefined;
  readonly takeOver: readonly string[];
  readonly irreversible: string | undefined;
  readonly dryRun: boolean;
  /** `now`: live at once, unproven. `window`: a later step proves it. Else the checks to run before it is called live. */
  readonly afterwards: "now" | { readonly windowMs: number } | { readonly prove: Prove };
  readonly gate?: Json;
  /** A Job awaited before the first change. */
  readonly backup?: KubeObject;
}

export async function deploy(site: Site, input: DeployInput): Promise<Result> {
  return unlessStopped(
    site.signal,
    () => deployWhole(site, input),
    () =>
      broke("interrupted", stoppedMessage, {
        next: "run this job again, or: tidegate release resume; to go back: tidegate release rollback",
      }),
  );
}

async function deployWhole(site: Site, input: DeployInput): Promise<Result> {
  const deadline = site.clock.elapsed() + input.timeoutMs;
  const reader = site.connection.view(site.signal);
  const prepared = await prepareBundle(input, site, reader, input.kubectl);
  if (!prepared.ok) return broke("refused", prepared.problems.join("\n"), { next: again });
  site.mask(prepared.bundle.masked);
  const { head } = await readHead(reader, site.namespace, site.identity);
  const early = await refusal(head, input, () => {});
  if (early !== undefined) return early;
  if (input.dryRun) {
    const bundle = input.scope.createNamespace
      ? withUntriable(prepared.bundle, await missingNamespaces(site, input.scope))
      : prepared.bundle;
    return deployHeld(withoutLease(site, input.runner), input, bundle, deadline);
  }
  if (input.scope.createNamespace) await createNamespaces(site, input.scope);
  const kept = await underLease(site, input.runner, deadline, async (desk) => {
    const result = await deployHeld(desk, input, prepared.bundle, deadline);
    const window =
      typeof input.afterwards === "object" && "windowMs" in input.afterwards ? input.afterwards.windowMs : undefined;
    const later = window !== undefined && (result.status === "applied" || result.status === "failed");
    return { value: result, after: later ? { parkMs: window } : "give-back" };
  });
  if (kept.held) return kept.value;
  return broke(
    "busy",
    `${kept.holder} holds the lease of ${site.identity.app}/${site.identity.environment} and did not give it back within ${Math.round(kept.waitedMs / 1000)} s`,
    {
      next: "run again when that run has ended; its lease runs out by itself",
    },
  );
}

async function deployHeld(desk: Desk, input: DeployInput, bundle: Bundle, deadline: number): Promise<Result> {
  const { kube, identity, namespace, say } = desk;
  const { runner } = input;
  const { head } = await readHead(kube, namespace, identity);
  const refused = await refusal(head, input, say);
  if (refused !== undefined) return refused;
  const key = input.dryRun ? undefined : await keyFor(desk, bundle.objects);
  const digest = digestFor(bundle.objects, key);
  const { id, order, resumed } = nameRelease(head, runner, digest);
  const plan = await planDeploy(desk, input, bundle, { head, id });
  planLines(plan).forEach(say);
  const previous = previousOf(head, { id, bundle: digest })?.id;
  const names = { release: id, ...(previous === undefined ? {} : { previous }), plan };
  if (plan.blocks.length > 0 || plan.problems.length > 0) {
    const cause = [...plan.blocks.map(({ message }) => message), ...plan.problems].join("\n");
    return found("refused", `nothing was changed: ${cause}`, { plan, cause, ...hintOf(plan.blocks) });
  }
  if (input.dryRun) return went("planned", "dry run: nothing was changed", { plan });
  const enacted = await enact(desk, {
    plan,
    entry: deployEntry(desk, input, { id, order, digest }),
    resumed,
    facts: {
      images: bundle.proofs,
      scansRequired: input.requireScan,
      namespaces: [input.scope.namespace, ...input.scope.namespaces],
      run: runner.facts,
      ...(input.gate === undefined ? {} : { gate: input.gate }),
    },
    secretKey: key,
    cap: input.pruneCap ?? 0,
    takeOver: input.takeOver,
    rollback: false,
    deadline,
    patience: input.patience,
    logLines: input.logLines,
    ...before(input, { release: id, deadline, first: previous === undefined && liveEntry(head) === undefined }),
  });
  const orBack = previous === undefined ? again : `${again}; to go back to ${previous}: tidegate release rollback`;
  if (!enacted.ok) return found("failed", enacted.cause, { ...names, ...enacted, next: orBack });
  const { outcomes, record } = enacted;
  const told = { ...names, outcomes };
  if (typeof input.afterwards === "object" && "windowMs" in input.afterwards)
    return went("applied", `release ${id} is applied; smoke-test makes it live`, told);
  const prove = input.afterwards === "now" ? undefined : input.afterwards.prove;
  const ended = await conclude(desk, { record, kind: "deploy", prove, secrets: true });
  if (ended.status === "applied") return broke("applied", ended.message, { ...told, next: resumeLine });
  if (ended.status === "failed") return found("failed", ended.cause, { ...told, cause: ended.cause, next: orBack });
  return went("live", liveMessage(id, ended.proven), { ...told, proven: ended.proven });
}

type Backup = Pick<BackupOptions, "release" | "deadline" | "first">;

/** The backup, where one is wanted. */
function before({ backup: job, scope, logLines }: DeployInput, at: Backup): Pick<EnactOptions, "before"> {
  if (job === undefined) return {};
  return { before: (desk) => backUp(desk, { ...at, job, namespace: scope.namespace, logLines }) };
}

const resumeLine = "run this job again, or: tidegate release resume --smoke FILE";

const again = "mend it and deploy again";
const hintOf = (blocks: readonly { readonly hint: string }[]) => ({ next: blocks[0]?.hint ?? again });
