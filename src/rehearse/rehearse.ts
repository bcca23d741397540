import { execFile } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { readWorkflow, source } from "../read/index.ts";
import type { Value } from "../simulate/expression/value.ts";
import { actionFinder } from "./runner/actions/find.ts";
import { planWorkflow, type Refusal } from "./runner/plan/from-workflow.ts";
import type { Answer, RunEnd } from "./runner/run/run-workflow.ts";
import { runWorkflow } from "./runner/run/run-workflow.ts";
import type { Env } from "./runner/steps/environment.ts";
import { usualStandIns } from "./stand-ins/all.ts";
import type { Tell } from "./story/event.ts";
import { startWorld, type World, type WorldOptions } from "./world/world.ts";

export interface RehearsalRequest {
  /** the repository's folder */
  readonly repository: string;
  /** the workflow's file */
  readonly workflow: string;
  /** `owner/name` */
  readonly name: string;
  readonly ref: string;
  readonly event: { readonly name: string; readonly payload: { readonly [key: string]: Value } };
  readonly inputs: { readonly [name: string]: Value };
  readonly vars: Env;
  readonly secrets: Env;
  /** environments that wait for somebody's word */
  readonly gated: (environment: string) => boolean;
  readonly ask: (gate: { readonly environment: string; readonly job: string }) => Promise<Answer | "waiting">;
  /** manifests that an administrator would have applied before: files, relative to the repository */
  readonly bootstrap: readonly string[];
  /** a folder of this rehearsal's own, removed at its end unless kept */
  readonly folder: string;
  readonly keep: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly node: string;
  readonly docker: string;
  /** kept between rehearsals: what package managers have downloaded */
  readonly cache?: string;
  /** images that nothing of the repository builds, and what runs instead */
  readonly images?: WorldOptions["images"];
  readonly tell: Tell;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** the world is there, nothing has run yet: a test looks around, or prepares the cluster */
  readonly onWorld?: (world: World) => Promise<void>;
}

export type RehearsalEnd =
  | ({ readonly kind: "ran" } & RunEnd)
  | { readonly kind: "unreadable"; readonly problems: readonly string[] }
  | { readonly kind: "refused"; readonly refusals: readonly Refusal[] };

const run = promisify(execFile);

/** Carries a workflow through on this machine, against a world made for it. */
export async function rehearse(request: RehearsalRequest): Promise<RehearsalEnd> {
  const { repository, folder } = request;
  const path = relative(repository, request.workflow);
  const { workflow, problems } = readWorkflow(source(path, await readFile(request.workflow, "utf8")));
  if (!workflow || problems.length > 0)
    return { kind: "unreadable", problems: problems.map((problem) => problem.message) };
  const { plan, refusals } = planWorkflow(workflow);
  if (refusals.length > 0) return { kind: "refused", refusals };
  const { stdout } = await run("git", ["rev-parse", "HEAD"], { cwd: repository });
  const sha = stdout.trim();
  await mkdir(folder, { recursive: true });
  const world = await startWorld({
    folder: join(folder, "world"),
    env: request.env,
    node: request.node,
    docker: request.docker,
    ...(request.cache === undefined ? {} : { cache: request.cache }),
    ...(request.images === undefined ? {} : { images: request.images }),
  });
  try {
    for (const file of request.bootstrap)
      await run("kubectl", ["apply", "--server-side", "-f", file], { cwd: repository, env: { ...world.machine } });
    await request.onWorld?.(world);
    const kubeconfig = await readFile(world.kubeconfig, "utf8");
    const end = await runWorkflow({
      plan,
      facts: {
        repository: request.name,
        event: request.event,
        ref: request.ref,
        sha,
        actor: "rehearsal",
        runId: "1",
        runNumber: 1,
        runAttempt: 1,
        workflow: { name: plan.name, path },
        serverUrl: "https://github.com",
        apiUrl: "https://api.github.com",
        token: "rehearsal-token-of-no-use-elsewhere",
      },
      inputs: request.inputs,
      vars: { ...request.vars, REGISTRY: world.registry.address },
      // every cluster of the world is the one made for this rehearsal
      secrets: () => ({
        KUBE_CONFIG: kubeconfig,
        KUBE_CONFIG_STAGING: kubeconfig,
        KUBE_CONFIG_PROD: kubeconfig,
        KUBE_CONFIG_READ: kubeconfig,
        ...request.secrets,
      }),
      gates: request.gated,
      ask: request.ask,
      findAction: actionFinder({
        standIns: usualStandIns(repository, folder),
        folders: {},
        ownRepository: { name: request.name, folder: repository, ref: sha },
      }),
      machine: () => world.machine,
      folder: join(folder, "run"),
      node: request.node,
      tell: request.tell,
      now: request.now,
      signal: request.signal,
    });
    return { kind: "ran", ...end };
  } finally {
    await world.stop();
    if (!request.keep) await rm(folder, { recursive: true, force: true });
  }
}
