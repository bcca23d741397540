import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import type { Plan } from "../../simulate/plan/plan.ts";
import type { Io } from "../io.ts";
import { answerTo } from "../question.ts";
import type { Repository } from "./repository.ts";
import type { Stop } from "./stop.ts";

/** The account's, whatever HOME says; some have none. */
function homeOfAccount(): string {
  try {
    return userInfo().homedir;
  } catch {
    return "";
  }
}

/**
 * With the user, not in the repository: what a repository says of itself is no reason to trust it. With an empty HOME that is where a
 * path which is not absolute would lead.
 */
function fileOf(env: Io["env"]): string {
  const ofHome = (home = "") => join(home, ".config");
  const found = [env["XDG_CONFIG_HOME"] ?? "", ofHome(env["HOME"]), ofHome(homeOfAccount())].find(isAbsolute);
  return join(found ?? "/nonexistent", "tidegate/trusted.json");
}

const keyOf = ({ folder, origin }: Repository) => `${folder} ${origin}`;

function trusted(env: Io["env"]): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(readFileSync(fileOf(env), "utf8"));
    return Array.isArray(parsed) ? parsed.filter((entry) => typeof entry === "string") : [];
  } catch {
    return [];
  }
}

function remember(repository: Repository, { env, err }: Io): void {
  const known = trusted(env);
  if (known.includes(keyOf(repository))) return;
  const file = fileOf(env);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify([...known, keyOf(repository)], null, 2)}\n`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    err(`that this repository is trusted could not be kept in ${file}: ${why}. The next rehearsal will ask again`);
  }
}

/** Every command and action that would run, by job. */
export function commandsOf(plan: Plan, above = ""): readonly string[] {
  return plan.jobs.flatMap((job) => {
    if (job.kind === "call") return commandsOf(job.called, `${above}${job.id}/`);
    return job.steps.flatMap((step) => {
      const text = step.kind === "uses" ? `uses ${step.uses}` : step.run.trim();
      return text.split("\n").map((line, at) => `${at === 0 ? `${above}${job.id}: ` : "    "}${line}`);
    });
  });
}

export interface TrustRequest {
  readonly repository: Repository;
  readonly plans: readonly Plan[];
  /** --trust */
  readonly given: boolean;
  readonly canAsk: boolean;
  readonly stop: Stop;
}

/** A rehearsal runs a repository's own commands on this machine: the first time, somebody has to say that they may. */
export async function isTrusted({ repository, plans, given, canAsk, stop }: TrustRequest, io: Io): Promise<boolean> {
  if (given) {
    remember(repository, io);
    return true;
  }
  if (trusted(io.env).includes(keyOf(repository))) return true;
  io.err(`${repository.name} was not rehearsed here before. These commands would run on this machine, as you:\n`);
  for (const line of plans.flatMap((plan) => commandsOf(plan))) io.err(`  ${line}`);
  if (!canAsk) {
    io.err("\nnothing was run: give --trust if they may");
    return false;
  }
  const answer = await answerTo<boolean>(
    ({ confirm }, left) => confirm({ message: "Run them, now and from now on?", initialValue: false, signal: left }),
    stop.signal,
  );
  if (answer === undefined) stop.now();
  if (answer !== true) {
    io.err("nothing was run");
    return false;
  }
  remember(repository, io);
  return true;
}
