import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Bootstrap } from "../config/index.ts";
import type { Grant } from "../read/index.ts";
import type { RunFacts } from "../simulate/event/github.ts";
import type { Value } from "../simulate/expression/value.ts";
import { commitOf } from "./commit.ts";
import { makeApart } from "./folder/apart.ts";
import { type NotPrepared, type Prepared, type PrepareRequest, prepare } from "./prepare.ts";
import { findPython } from "./programs/python.ts";
import type { Shelf } from "./resume/shelf.ts";
import { Masker } from "./runner/commands/masker.ts";
import { grantsOf } from "./runner/plan/grants.ts";
import { graphOf } from "./runner/plan/graph.ts";
import type { Answer, Earlier, RunRequest, Settings } from "./runner/run/request.ts";
import { runWorkflow } from "./runner/run/run-workflow.ts";
import type { RunEnd } from "./runner/run/workflow-run.ts";
import { closedEnvironment } from "./safety/environment.ts";
import { ownInstalls } from "./safety/own-installs.ts";
import { artifactsIn } from "./stand-ins/all.ts";
import type { PartTold, Tell } from "./story/event.ts";
import { noReleases, withReleases } from "./story/releases.ts";
import { Summaries } from "./story/summaries.ts";
import { Unseen } from "./story/unseen.ts";
import { type Injection, needsReleaseBefore } from "./world/inject.ts";
import type { PackageSettings } from "./world/outside.ts";
import type { World, WorldOptions } from "./world/world.ts";

/** What starts a workflow. */
interface Occasion {
  readonly ref: string;
  readonly event: { readonly name: string; readonly payload: { readonly [key: string]: Value } };
  readonly inputs: { readonly [name: string]: Value };
}

export interface RehearsalRequest extends PrepareRequest, Occasion {
  /** carried through twice before, unseen, as the commit before and as this one: a rollback then has from where, and where to */
  readonly after?: Occasion & { readonly prepared: Prepared };
  readonly vars: Settings;
  readonly secrets: Settings;
  /** environments that wait for somebody's word */
  readonly gated: (environment: string) => boolean;
  readonly ask: RunRequest["ask"];
  /** what an administrator would have applied before */
  readonly bootstrap: readonly Bootstrap[];
  /** secrets besides the usual ones that get the rehearsal's own cluster */
  readonly kubeconfigSecrets?: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** what package managers of the steps need to find their registry; nothing else reads these */
  readonly packages: Promise<PackageSettings & { readonly secrets: readonly string[] }>;
  readonly node: string;
  readonly docker: string;
  /** kept between rehearsals: what package managers have downloaded */
  readonly cache?: string;
  /** images that nothing of the repository builds, and what runs instead */
  readonly images?: WorldOptions["images"];
  /** faults to be shown; most strike the release that follows one that went well */
  readonly injections?: readonly Injection[];
  readonly real?: WorldOptions["real"];
  /** a RUN line of a Dockerfile that cannot be run here fails its build */
  readonly strict?: boolean;
  /** folders of jobs stay as they are */
  readonly keep?: boolean;
  /** results of jobs, from one rehearsal to the next */
  readonly shelf?: Shelf;
  /** what is known of this rehearsal's surroundings before it begins: the network */
  readonly parts: readonly PartTold[];
  readonly startedAt: Date;
  readonly tell: Tell;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** the world is there, nothing has run yet: a test looks around, or prepares the cluster */
  readonly onWorld?: (world: World) => Promise<void>;
}

export type Rehearsed = { readonly kind: "ran" } & RunEnd;
export type RehearsalEnd = Rehearsed | NotPrepared;

const run = promisify(execFile);

/** Carries a workflow through on this machine, against a world made for it. */
export async function rehearse(request: RehearsalRequest): Promise<RehearsalEnd> {
  const prepared = await prepare(request);
  return prepared.kind === "prepared" ? rehearsePrepared(request, prepared) : prepared;
}

/** Tens of thousands of files in all: gone while other jobs run, by a process that does nothing else, they cost no time at the end. */
const removed = (path: string): Promise<unknown> => run("rm", ["-rf", path]).catch(() => undefined);

/** A repository without any commit is rehearsed as well. */
const shaOf = async (repository: string, name?: string): Promise<string> =>
  (await commitOf(repository, name)) ?? "0".repeat(40);

/** One run of a workflow in the world. */
interface Carried {
  readonly prepared: Prepared;
  readonly occasion: Occasion;
  readonly facts: Pick<RunFacts, "runId" | "sha">;
  readonly folder: string;
  readonly tell: Tell;
  readonly ask: RunRequest["ask"];
  readonly earlier?: Earlier;
}

/** What is carried through beforehand, and what is said of it. */
function beforehand(request: RehearsalRequest, own: Prepared) {
  const { after, injections = [] } = request;
  if (after)
    return {
      ...{ about: "after", prepared: after.prepared, occasion: after, commits: ["HEAD~1", "HEAD"] },
      first: `${after.prepared.path} is carried through twice first, unseen: that takes as long as two runs of it`,
      text: `${after.prepared.path} was carried through first, as the commit before and as this one, unseen`,
    };
  return {
    ...{ about: "inject", prepared: own, occasion: request },
    commits: needsReleaseBefore(injections) ? ["HEAD~1"] : [],
    first: "a release before it is carried through first, without faults and unseen: that takes as long as a run",
    text: "a release before it was carried to production first, without faults and unseen",
  };
}

export async function rehearsePrepared(request: RehearsalRequest, prepared: Prepared): Promise<Rehearsed> {
  const { plan, path } = prepared;
  const { repository, folder, now, startedAt } = request;
  const masker = new Masker();
  const summaries = new Summaries();
  const known = noReleases();
  const tell = withReleases((event) => {
    summaries.take(event);
    request.tell(event);
  }, known);
  const sha = await shaOf(repository);
  // as on GitHub, a later run has the higher id
  const runId = Math.floor(startedAt.getTime() / 1000);
  tell({
    kind: "began",
    format: 1,
    startedAt: startedAt.toISOString(),
    repository: request.name,
    workflow: { name: plan.name, path },
    event: request.event.name,
    ref: request.ref,
    sha,
    graph: graphOf(plan),
  });
  for (const part of request.parts) tell(part);
  makeApart(folder);
  const beside = { registry: join(folder, "world/registry"), artifacts: artifactsIn(folder) };
  request.shelf?.bringBack(beside);
  // loaded after the first words are out: it is the larger part of this program
  const { startWorld } = await import("./world/world.ts");
  const python = findPython("python3", request.env);
  const world = await startWorld({
    folder: join(folder, "world"),
    env: request.env,
    node: request.node,
    docker: request.docker,
    ...(request.cache === undefined ? {} : { cache: request.cache }),
    ...(request.images === undefined ? {} : { images: request.images }),
    ...(request.injections === undefined ? {} : { injections: request.injections }),
    ...(request.real === undefined ? {} : { real: request.real }),
    ...(request.strict === undefined ? {} : { strict: request.strict }),
    packages: request.packages,
    github: {
      name: request.name,
      repository,
    },
  });
  for (const part of world.parts) tell({ kind: "part", ...part });
  const sweeps: Promise<unknown>[] = [];
  try {
    for (const one of request.bootstrap) await applyBootstrap(one, repository, world);
    await request.onWorld?.(world);
    const kubeconfig = await readFile(world.kubeconfig, "utf8");
    const packages = await request.packages;
    for (const secret of packages.secrets) masker.add(secret);
    const tokenFor = (grant: Grant | undefined) => world.github?.tokens.for(grant) ?? "";
    const interpreter = await python;
    const machine = closedEnvironment({ ...packages.env, ...world.machine }, folder);
    const carry = async (of: Carried) => {
      const { runId: id, sha: commit } = of.facts;
      makeApart(of.folder);
      const { ref, event, inputs } = of.occasion;
      const actor = "rehearsal";
      world.github?.memory.runs.set(id, { actor, event: event.name, ref, sha: commit });
      return runWorkflow({
        plan: of.prepared.plan,
        facts: {
          ...of.facts,
          ...{ repository: request.name, event, ref, actor, runNumber: 1, runAttempt: 1 },
          workflow: { name: of.prepared.plan.name, path: of.prepared.path },
          serverUrl: "https://github.com",
          apiUrl: world.github?.url ?? "https://api.github.com",
        },
        inputs,
        tokenFor,
        vars: { ...request.vars, repository: { REGISTRY: world.registryAddress, ...request.vars.repository } },
        secrets: {
          ...request.secrets,
          repository: { ...clusterSecrets(kubeconfig, request.kubeconfigSecrets), ...request.secrets.repository },
        },
        gates: request.gated,
        ask: async (review, signal) => {
          const answer = await of.ask(review, signal);
          recordReview(world, id, review.environment, answer);
          return answer;
        },
        summaries: (jobs) => summaries.of(jobs),
        findAction: of.prepared.findAction,
        machine: (folderOfLeg) => ownInstalls(machine, folderOfLeg, interpreter),
        lost: world.lost,
        folder: of.folder,
        ...(request.keep ? {} : { sweep: (path: string) => void sweeps.push(removed(path)) }),
        node: request.node,
        masker,
        ...(of.earlier ? { earlier: of.earlier } : {}),
        tell: of.tell,
        now,
        signal: request.signal,
      });
    };
    const before = beforehand(request, prepared);
    const results: string[] = [];
    if (before.commits.length > 0) tell({ kind: "note", about: before.about, text: before.first, at: now() });
    for (const [at, commit] of before.commits.entries()) {
      const unseen = new Unseen();
      const { result } = await carry({
        ...before,
        facts: { runId: String(runId - before.commits.length + at), sha: await shaOf(repository, commit) },
        folder: join(folder, `before-${at}`),
        tell: withReleases((event) => unseen.take(event), known),
        // nobody is asked about what is only there to be followed
        ask: async () => ({ answer: "approved", by: "only-stand-ins" }),
      });
      results.push(`${result}${unseen.why}`);
    }
    if (results.length > 0)
      tell({ kind: "note", about: before.about, text: `${before.text}: ${results.join(", ")}`, at: now() });
    world.arm();
    const earlier = await request.shelf?.earlier({
      registry: world.registry.address,
      kubeconfig,
      ...Object.fromEntries(grantsOf(plan).map((grant) => [`token ${JSON.stringify(grant)}`, tokenFor(grant)])),
      folder,
    });
    const end = await carry({
      prepared,
      occasion: request,
      facts: { runId: String(runId), sha },
      folder: join(folder, "run"),
      tell,
      ask: request.ask,
      ...(earlier ? { earlier } : {}),
    });
    for (const { about, text } of await world.notes())
      tell({ kind: "note", about, text: masker.mask(text), at: now() });
    tell({ kind: "ended", result: end.result, at: now() });
    return { kind: "ran", ...end };
  } finally {
    await Promise.all([world.stop(), ...sweeps]);
    request.shelf?.put(beside);
  }
}

/** What was answered at a gate is what GitHub's API then tells of this run's approvals. */
function recordReview(world: World, id: string, environment: string, { answer, by }: Answer): void {
  if (answer === "waiting") return;
  const user = by === "terminal" ? userInfo().username : "rehearsal-approver";
  world.github?.memory.reviews.push({ run: id, environment, state: answer, user, comment: `a rehearsal's: ${by}` });
}

/** Every cluster of the world is the one made for this rehearsal. */
const clusterSecrets = (kubeconfig: string, more: readonly string[] = []) =>
  Object.fromEntries([...usualKubeconfigs, ...more].map((name) => [name, kubeconfig]));

const usualKubeconfigs = ["KUBE_CONFIG", "KUBE_CONFIG_STAGING", "KUBE_CONFIG_PROD", "KUBE_CONFIG_READ"];

/** A file, a folder of manifests, a kustomization, or what a program of the repository prints. */
async function applyBootstrap(one: Bootstrap, repository: string, world: World): Promise<void> {
  const options = { cwd: repository, env: { ...world.machine } };
  if (typeof one === "string") {
    const isKustomization = existsSync(join(repository, one, "kustomization.yaml"));
    await run("kubectl", ["apply", "--server-side", isKustomization ? "-k" : "-f", one], options);
    return;
  }
  const [command = "", ...args] = one.printedBy;
  const { stdout } = await run(command, args, options);
  // made, never changed: on a cluster that is there already, new passwords would lock out whoever uses the old ones
  const creating = run("kubectl", ["create", "-f", "-"], options);
  creating.child.stdin?.end(stdout);
  await creating.catch((cause: unknown) => {
    const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : "";
    if (said === "" || said.split("\n").some((line) => !line.includes("already exists"))) throw cause;
  });
}
