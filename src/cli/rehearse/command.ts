import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { rehearse } from "../../rehearse/rehearse.ts";
import type { Answer } from "../../rehearse/runner/run/request.ts";
import { LineStory } from "../../rehearse/story/lines.ts";
import type { Command, ExitCode, Io } from "../io.ts";
import { type RehearseOptions, rehearseOptions, usage } from "./options.ts";

/** `git@github.com:acme/shop.git` → `acme/shop`; the folder's name where there is no such remote. */
function repositoryName(folder: string): string {
  try {
    const url = execFileSync("git", ["remote", "get-url", "origin"], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const match = /[/:]([^/:]+\/[^/]+?)(?:\.git)?\s*$/.exec(url);
    if (match?.[1]) return match[1];
  } catch {
    // a repository without a remote is rehearsed as well
  }
  return `local/${folder.split("/").at(-1)}`;
}

/** Approvals that the command line gave; the rest is granted, and said so, because everything touched is a stand-in. */
const answerer =
  (options: RehearseOptions, say: (line: string) => void) =>
  async ({ environment }: { readonly environment: string }): Promise<Answer> => {
    if (options.reject.includes(environment)) return { answer: "rejected", by: "option" };
    if (options.approve.includes(environment)) return { answer: "approved", by: "option" };
    say(
      `${environment}: nobody was asked, for everything touched is a stand-in; --reject ${environment} shows the other way`,
    );
    return { answer: "approved", by: "only-stand-ins" };
  };

async function run(options: RehearseOptions, io: Io): Promise<ExitCode> {
  const workflow = resolve(io.cwd, options.workflow);
  if (!existsSync(workflow)) {
    io.err(
      `${options.workflow} is not there: name the workflow's file, or generate it first with \`npx tidegate generate\``,
    );
    return 2;
  }
  const story = new LineStory(io.out, { everything: options.verbose });
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once("SIGINT", onSignal);
  process.once("SIGTERM", onSignal);
  const start = performance.now();
  const end = await rehearse({
    repository: io.cwd,
    workflow,
    name: repositoryName(io.cwd),
    ref: options.ref,
    event: { name: options.event, payload: { ref: options.ref, inputs: options.inputs } },
    inputs: options.inputs,
    vars: { repository: options.vars, environments: {} },
    secrets: { repository: options.secrets, environments: {} },
    maps: {},
    actions: {},
    skipped: [],
    packages: {},
    parts: [],
    startedAt: io.now(),
    gated: (environment) => options.gates.includes(environment),
    ask: answerer(options, options.json ? io.err : io.out),
    bootstrap: options.bootstrap,
    folder: join(io.cwd, ".tidegate/rehearsal"),
    keep: options.keep,
    env: io.env,
    node: process.execPath,
    docker: join(
      import.meta.dirname,
      `../../rehearse/world/tools/docker/main${import.meta.filename.endsWith(".ts") ? ".ts" : ".js"}`,
    ),
    tell: (event) => (options.json ? io.out(JSON.stringify(event)) : story.tell(event)),
    now: () => performance.now(),
    signal: stop.signal,
  });
  process.off("SIGINT", onSignal);
  process.off("SIGTERM", onSignal);
  if (end.kind === "unreadable") {
    for (const problem of end.problems) io.err(`${options.workflow}: ${problem}`);
    return 1;
  }
  if (end.kind === "refused") {
    for (const { job, what } of end.refusals)
      io.err(`${options.workflow}: the job ${job} ${what}, which a rehearsal does not do`);
    return 2;
  }
  if (!options.json) io.out(`\n${end.result} after ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return end.result === "success" ? 0 : 1;
}

export const rehearseCommand: Command = async (args, io) => {
  const options = rehearseOptions(args);
  if (options) return run(options, io);
  io.out(usage);
  return 0;
};
