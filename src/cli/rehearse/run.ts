import { existsSync } from "node:fs";
import { extname, join, relative, resolve } from "node:path";
import { Tidegate } from "../../rehearse/folder/run-folder.ts";
import { type Prepared, type PrepareRequest, prepare } from "../../rehearse/prepare.ts";
import { rehearsePrepared } from "../../rehearse/rehearse.ts";
import { ReportFile } from "../../rehearse/report/report.ts";
import { Shelf } from "../../rehearse/resume/shelf.ts";
import { treeDigest } from "../../rehearse/resume/tree.ts";
import { resolvePackages } from "../../rehearse/safety/packages.ts";
import { EventFile } from "../../rehearse/story/event-file.ts";
import { readConfig } from "../config.ts";
import { type ExitCode, type Io, UsageError } from "../io.ts";
import { answerer } from "./approvals.ts";
import { fromConfig } from "./from-config.ts";
import { networkFor } from "./network.ts";
import { occasionOf } from "./occasion.ts";
import type { RehearseOptions } from "./options.ts";
import { home, ownActions, usesOwn } from "./own-actions.ts";
import { realWorld, touchesNothing } from "./real.ts";
import { type Repository, whereAndWhat } from "./repository.ts";
import { settingsOf } from "./settings.ts";
import { stopOnSignals } from "./stop.ts";
import { isTrusted } from "./trust.ts";
import { viewFor } from "./view.ts";

const extension = extname(import.meta.filename);
const docker = join(import.meta.dirname, `../../rehearse/world/tools/docker/main${extension}`);

/** Somebody sees what is asked, and can answer. */
const canAskAt = (io: Io, { json }: RehearseOptions) => io.tty === true && process.stdin.isTTY === true && !json;

async function askSecret(name: string, canAsk: boolean): Promise<string> {
  if (!canAsk) throw new UsageError(`--secret ${name} has no value, and there is no terminal to ask for it at`);
  const { isCancel, password } = await import("@clack/prompts");
  const answer = await password({ message: name });
  if (isCancel(answer)) throw new UsageError(`${name} was not given`);
  return answer;
}

function folders(flag: string, given: Readonly<Record<string, string>>, cwd: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).map(([name, folder]) => {
      const path = resolve(cwd, folder);
      if (!existsSync(path)) throw new UsageError(`--${flag} ${name}: there is no folder ${folder}`);
      return [name, path];
    }),
  );
}

export async function run(options: RehearseOptions, io: Io): Promise<ExitCode> {
  const { repository, workflow } = await whereAndWhat(options, io);
  const tidegate = new Tidegate(repository.folder);
  const folder = tidegate.claim();
  try {
    const about = {
      repository: repository.folder,
      workflow,
      name: repository.name,
      ref: options.ref ?? `refs/heads/${repository.branch ?? repository.defaultBranch}`,
      ...(options.job === undefined ? {} : { job: options.job }),
      maps: { ...ownActions(repository.name), ...folders("map", options.maps, io.cwd) },
      actions: folders("action", options.actions, io.cwd),
      skipped: options.skipped,
      folder: folder.path,
    };
    const prepared = await prepare(about);
    if (prepared.kind === "unreadable") {
      for (const problem of prepared.problems) io.err(problem);
      return 1;
    }
    if (prepared.kind === "no-job") throw new UsageError(prepared.problem);
    if (prepared.kind === "refused") {
      for (const { job, what } of prepared.refusals) io.err(`${options.workflow}: the job ${job} ${what}`);
      io.err("a rehearsal does not do this; nothing was run");
      return 2;
    }
    const canAsk = canAskAt(io, options);
    if (usesOwn(prepared.plan) && options.maps[home] === undefined && repository.name !== home)
      io.err(
        `${home}: rehearsed as it came with this package, whatever commit the workflow pins (--map ${home}=FOLDER: another)`,
      );
    if (!(await isTrusted({ repository, plan: prepared.plan, given: options.trust, canAsk }, io))) return 2;
    return await carry(about, prepared, { options, io, repository, tidegate, canAsk, folder });
  } finally {
    folder.end(options.keep);
  }
}

interface Carried {
  readonly options: RehearseOptions;
  readonly io: Io;
  readonly repository: Repository;
  readonly tidegate: Tidegate;
  readonly folder: ReturnType<Tidegate["claim"]>;
  readonly canAsk: boolean;
}

async function carry(
  about: PrepareRequest,
  prepared: Prepared,
  { options, io, repository, tidegate, canAsk, folder }: Carried,
): Promise<ExitCode> {
  const occasion = occasionOf(prepared.workflow, repository, options, io);
  const config = fromConfig(await readConfig(repository.folder));
  const ask = (name: string) => askSecret(name, canAsk);
  const vars = await settingsOf({ pairs: options.vars, files: options.varFiles }, io.cwd, ask);
  const secrets = await settingsOf({ pairs: options.secrets, files: options.secretFiles }, io.cwd, ask);
  const trees = [about.repository, ...Object.values(about.maps), ...Object.values(about.actions)].map(treeDigest);
  const { event, ref } = occasion;
  const shelf = new Shelf({
    folder: tidegate.resume(prepared.path),
    about: [
      event.name,
      ref,
      options.payload === undefined ? "" : JSON.stringify(event.payload),
      ...(await Promise.all(trees)),
    ],
    resume: options.resume,
  });
  const { hosts, ...real } = await realWorld(options, config, { ...io.env, ...vars.repository });
  const begin = performance.now();
  const now = () => performance.now() - begin;
  const view = viewFor(io, { json: options.json, verbose: options.verbose, now });
  const stop = stopOnSignals();
  const network = await networkFor(options.openNetwork, io);
  const events = new EventFile(join(folder.path, "events.jsonl"));
  const report = new ReportFile(folder.path);
  try {
    const packages = resolvePackages(
      { repository: repository.folder, env: io.env },
      join(folder.path, "packages"),
    ).then((found) => {
      network.allow([...found.hosts, ...hosts]);
      return { ...found, env: { ...found.env, ...network.env } };
    });
    const end = await rehearsePrepared(
      {
        ...about,
        ...occasion,
        vars: { ...vars, repository: { ...config.variables, ...vars.repository } },
        secrets,
        gated: (environment) => options.gates.includes(environment) || config.gates.includes(environment),
        ask: answerer({
          approve: options.approve,
          reject: options.reject,
          canAsk,
          onlyStandIns: touchesNothing(options.real) && !options.openNetwork,
          alone: view.alone,
          cancel: stop.now,
        }),
        bootstrap: [...config.bootstrap, ...options.bootstrap],
        kubeconfigSecrets: config.kubeconfigSecrets,
        images: config.images,
        injections: options.injections,
        real,
        strict: options.strict,
        cache: tidegate.cache,
        // a fault is shown by jobs that run
        ...(options.injections.length > 0 ? {} : { shelf }),
        env: io.env,
        packages,
        node: process.execPath,
        docker,
        parts: [network.part],
        startedAt: io.now(),
        tell: (event) => {
          events.tell(event);
          report.tell(event);
          view.tell(event);
        },
        now,
        signal: stop.signal,
      },
      prepared,
    );
    return end.result === "success" ? 0 : 1;
  } finally {
    view.end();
    events.end();
    await report.write();
    folder.publish(["events.jsonl", "report.html", "logs"]);
    view.say(`report: ${join(relative(io.cwd, tidegate.last), "report.html")}`);
    network.end();
    stop.forget();
  }
}
