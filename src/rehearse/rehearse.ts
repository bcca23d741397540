import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Grant } from "../read/index.ts";
import { carryBefore } from "./before.ts";
import { applyBootstrap } from "./bootstrap.ts";
import { carry, type Surroundings } from "./carry.ts";
import { shaOf } from "./commit.ts";
import { makeApart } from "./folder/apart.ts";
import { type NotPrepared, type Prepared, prepare } from "./prepare.ts";
import { findPython } from "./programs/python.ts";
import type { RehearsalRequest } from "./request.ts";
import { Masker } from "./runner/commands/masker.ts";
import { grantsOf } from "./runner/plan/grants.ts";
import { graphOf } from "./runner/plan/graph.ts";
import type { RunEnd } from "./runner/run/workflow-run.ts";
import { closedEnvironment } from "./safety/environment.ts";
import { ownInstalls } from "./safety/own-installs.ts";
import { artifactsIn, cachesIn } from "./stand-ins/all.ts";
import { noReleases, withReleases } from "./story/releases.ts";
import { Summaries } from "./story/summaries.ts";
import { injectionText } from "./world/inject.ts";
import { worldFor } from "./world-for.ts";

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
  const beside = { registry: join(folder, "world/registry"), artifacts: artifactsIn(folder), caches: cachesIn(folder) };
  request.shelf?.bringBack(beside);
  const python = findPython("python3", request.env);
  const world = await worldFor(request);
  for (const part of world.parts) tell({ kind: "part", ...part });
  const faults = (request.injections ?? []).map(injectionText);
  if (faults.length > 0) tell({ kind: "note", about: "inject", text: `asked for ${faults.join(", ")}`, at: now() });
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
    const within: Surroundings = {
      request,
      world,
      kubeconfig,
      masker,
      tokenFor,
      summaries: (jobs) => summaries.of(jobs),
      machine: (folderOfLeg) => ownInstalls(machine, folderOfLeg, interpreter),
      ...(request.keep ? {} : { sweep: (path: string) => void sweeps.push(removed(path)) }),
    };
    await carryBefore(within, prepared, runId, known, tell);
    world.arm();
    const earlier = await request.shelf?.earlier({
      registry: world.registry.address,
      kubeconfig,
      ...Object.fromEntries(grantsOf(plan).map((grant) => [`token ${JSON.stringify(grant)}`, tokenFor(grant)])),
      folder,
    });
    const end = await carry(within, {
      prepared,
      occasion: request,
      facts: { runId: String(runId), sha },
      folder: join(folder, "run"),
      tell,
      ask: request.ask,
      ...(earlier ? { earlier } : {}),
    });
    const nothing = request.shelf?.whyNothing;
    if (nothing !== undefined) tell({ kind: "note", about: "resume", text: nothing, at: now() });
    for (const { about, text } of await world.notes())
      tell({ kind: "note", about, text: masker.mask(text), at: now() });
    tell({ kind: "ended", result: end.result, at: now() });
    return { kind: "ran", ...end };
  } finally {
    await Promise.all([world.stop(), ...sweeps]);
    request.shelf?.put(beside);
  }
}
