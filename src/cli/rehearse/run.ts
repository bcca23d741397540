import { existsSync } from "node:fs";
import { extname, join, relative, resolve } from "node:path";
import { type RunFolder, Tidegate } from "../../rehearse/folder/run-folder.ts";
import { type Prepared, type PrepareRequest, prepare } from "../../rehearse/prepare.ts";
import { rehearsePrepared } from "../../rehearse/rehearse.ts";
import { ReportFile } from "../../rehearse/report/report.ts";
import { Shelf } from "../../rehearse/resume/shelf.ts";
import { folderDigest, treeDigest } from "../../rehearse/resume/tree.ts";
import { resolvePackages } from "../../rehearse/safety/packages.ts";
import { EventFile } from "../../rehearse/story/event-file.ts";
import { later } from "../../rehearse/story/later.ts";
import { readConfig } from "../config.ts";
import { type ExitCode, type Io, UsageError } from "../io.ts";
import { answerTo } from "../question.ts";
import { answerer } from "./approvals.ts";
import { refuseOneCommit, refuseUnknown, refuseUnseen } from "./beforehand.ts";
import { inFolder, sayRoom } from "./claim.ts";
import { fromConfig } from "./from-config.ts";
import { checkGateNames } from "./gate-names.ts";
import { networkFor } from "./network.ts";
import { notGiven } from "./not-given.ts";
import { occasionOf, startOf } from "./occasion.ts";
import type { RehearseOptions } from "./options.ts";
import { ownActions, ownActionsNote } from "./own-actions.ts";
import { realWorld, touchesNothing } from "./real.ts";
import { refusedText } from "./refused.ts";
import { fileOf, type Repository, whereAndWhat } from "./repository.ts";
import { settingsOf } from "./settings.ts";
import type { Stop } from "./stop.ts";
import { isTrusted } from "./trust.ts";
import { viewFor } from "./view.ts";

const extension = extname(import.meta.filename);
const docker = join(import.meta.dirname, `../../rehearse/world/tools/docker/main${extension}`);

/** Somebody sees what is asked, and can answer. */
const canAskAt = (io: Io, { json }: RehearseOptions) => io.tty === true && process.stdin.isTTY === true && !json;

async function askSecret(name: string, canAsk: boolean, stop: Stop): Promise<string> {
  if (!canAsk) throw new UsageError(`--secret ${name} has no value, and there is no terminal to ask for it at`);
  const answer = await answerTo<string>(({ password }, signal) => password({ message: name, signal }), stop.signal);
  if (answer !== undefined) return answer;
  stop.now();
  throw new UsageError(`${name} was not given`);
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

/** A workflow that can be run here; or the exit code, once what stands against it was said. */
async function readable(about: PrepareRequest, name: string, io: Io): Promise<Prepared | ExitCode> {
  const prepared = await prepare(about);
  switch (prepared.kind) {
    case "prepared":
      for (const remark of prepared.remarks) io.err(remark);
      return prepared;
    case "unreadable":
      for (const problem of prepared.problems) io.err(problem);
      return 1;
    case "no-job":
      throw new UsageError(prepared.problem);
    case "refused":
      // where nothing starts it, nothing else is worth a word
      startOf(prepared.workflow, about.repository);
      for (const line of refusedText(name, prepared)) io.err(line);
      return 2;
  }
}

export async function run(options: RehearseOptions, io: Io, stop: Stop): Promise<ExitCode> {
  refuseUnseen(options);
  const { repository, workflow } = await whereAndWhat(options, io);
  await refuseOneCommit(options, repository.folder);
  const tidegate = new Tidegate(repository.folder);
  stop.atOnce.addEventListener("abort", () => process.exit(stop.code() ?? 1));
  try {
    return await inFolder(
      tidegate,
      (folder) => inside({ options, io, repository, tidegate, folder, stop }, workflow),
      options,
    );
  } catch (cause) {
    throw sayRoom(cause, tidegate);
  }
}

async function inside(around: Around, workflow: string): Promise<ExitCode> {
  const { options, io, repository, folder, stop } = around;
  const whole = {
    repository: repository.folder,
    workflow,
    name: repository.name,
    ref: options.ref ?? `refs/heads/${repository.branch ?? repository.defaultBranch}`,
    maps: { ...ownActions(repository), ...folders("map", options.maps, io.cwd) },
    actions: folders("action", options.actions, io.cwd),
    skipped: options.skipped,
    folder: folder.path,
  };
  const about = { ...whole, jobs: options.jobs };
  const prepared = await readable(about, options.workflow, io);
  if (typeof prepared === "number") return prepared;
  const before = options.after === undefined ? undefined : fileOf({ workflow: options.after }, io);
  const after =
    before === undefined ? undefined : await readable({ ...whole, workflow: before }, relative(io.cwd, before), io);
  if (typeof after === "number") return after;
  const plans = [prepared, ...(after ? [after] : [])].map(({ plan }) => plan);
  checkGateNames(options, plans);
  refuseUnknown(options.injections, plans);
  const canAsk = canAskAt(io, options);
  const note = ownActionsNote(plans, about.maps);
  if (note !== undefined) io.err(note);
  if (!(await isTrusted({ repository, plans, given: options.trust, canAsk, stop }, io))) return 2;
  return await carry(about, prepared, { ...around, canAsk, ...(after ? { after } : {}) });
}

interface Around {
  readonly options: RehearseOptions;
  readonly io: Io;
  readonly repository: Repository;
  readonly tidegate: Tidegate;
  readonly folder: RunFolder;
  readonly stop: Stop;
}

interface Carried extends Around {
  readonly canAsk: boolean;
  readonly after?: Prepared;
}

/** Started as it usually is: event, payload and inputs are for the workflow that is looked at. */
function occasionBefore(after: Prepared, repository: Repository, options: RehearseOptions, io: Io) {
  const { event: _, payload: __, ...rest } = options;
  const usual = { ...rest, workflow: after.path, inputs: {} };
  return { ...occasionOf(after.workflow, repository, usual, io), prepared: after };
}

async function carry(
  about: PrepareRequest,
  prepared: Prepared,
  { options, io, repository, tidegate, canAsk, folder, stop, after }: Carried,
): Promise<ExitCode> {
  const occasion = occasionOf(prepared.workflow, repository, options, io);
  const config = fromConfig(await readConfig(repository.folder));
  const ask = (name: string) => askSecret(name, canAsk, stop);
  const vars = await settingsOf({ pairs: options.vars, files: options.varFiles }, io.cwd, ask);
  const secrets = await settingsOf({ pairs: options.secrets, files: options.secretFiles }, io.cwd, ask);
  const known = { ...vars, repository: { ...config.variables, ...vars.repository } };
  const plans = [prepared, ...(after ? [after] : [])].map(({ plan }) => plan);
  const empty = notGiven(plans, { vars: known, secrets, kubeconfigSecrets: config.kubeconfigSecrets });
  if (empty !== undefined) io.err(empty);
  // what takes processes of its own waits until the first words are out
  const begun = Promise.withResolvers<void>();
  const others = [...Object.values(about.maps), ...Object.values(about.actions)];
  const { skipped, strict, openNetwork } = options;
  const { event, ref } = occasion;
  const shelf = new Shelf({
    folder: tidegate.resume(prepared.path),
    about: begun.promise.then(async () => [
      event.name,
      ref,
      options.payload === undefined ? "" : JSON.stringify(event.payload),
      JSON.stringify({ skipped, strict, openNetwork, real: [...options.real] }),
      await treeDigest(about.repository),
      ...(await Promise.all(others.map(folderDigest))),
    ]),
    // a fault is shown by jobs that run
    resume: options.resume && options.injections.length === 0,
  });
  const { hosts, ...real } = await realWorld(options, config, { ...io.env, ...vars.repository });
  const begin = performance.now();
  const now = () => performance.now() - begin;
  const view = viewFor(io, { json: options.json, verbose: options.verbose, now });
  const network = await networkFor(options.openNetwork, options.real, io);
  const events = new EventFile(join(folder.path, "events.jsonl"));
  const report = new ReportFile(folder.path);
  const told = later((event) => {
    events.tell(event);
    report.tell(event);
    view.tell(event);
    begun.resolve();
  });
  try {
    const packages = begun.promise.then(async () => {
      const place = { repository: repository.folder, env: io.env };
      const found = await resolvePackages(place, join(folder.path, "packages"));
      network.allow([...found.hosts, ...found.connected, ...hosts]);
      return { ...found, env: { ...found.env, ...network.env } };
    });
    const end = await rehearsePrepared(
      {
        ...about,
        ...occasion,
        ...(after ? { after: occasionBefore(after, repository, options, io) } : {}),
        vars: known,
        secrets,
        // who says yes or no to one beforehand takes it for one that asks
        gated: (environment) =>
          [options.gates, options.approve, options.reject, config.gates].some((names) => names.includes(environment)),
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
        keep: options.keep,
        cache: tidegate.cache,
        // what comes after another workflow is shown by jobs that run, and so is a scan that found what is not there
        ...(after || options.injections.some(({ kind }) => kind === "finding") ? {} : { shelf }),
        env: io.env,
        packages,
        node: process.execPath,
        docker,
        parts: [network.part],
        startedAt: io.now(),
        tell: told.tell,
        now,
        signal: stop.signal,
      },
      prepared,
    );
    return end.result === "success" ? 0 : 1;
  } finally {
    // first what keeps this process alive: what follows writes, and may find no room
    network.end();
    view.end();
    told.end();
    events.end();
    await report.write();
    folder.publish(["events.jsonl", "report.html", "logs"]);
    view.say(`report: ${join(relative(io.cwd, tidegate.last), "report.html")}`);
  }
}
