import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { prepare } from "../../../../src/rehearse/prepare.ts";
import { Masker } from "../../../../src/rehearse/runner/commands/masker.ts";
import { runWorkflow } from "../../../../src/rehearse/runner/run/run-workflow.ts";
import type { RehearsalEvent } from "../../../../src/rehearse/story/event.ts";

const workflows = join(import.meta.dirname, "workflows");
let repository = "";

beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), "host-"));
  cpSync(join(import.meta.dirname, "repository"), repository, { recursive: true });
  cpSync(workflows, join(repository, ".github/workflows"), { recursive: true });
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd: repository });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "one");
});
afterAll(() => rmSync(repository, { recursive: true, force: true }));

/** What a run said, in the form in which a workflow's first lines expect it: `job | line`, `job = result`, `job summary text`. */
function told(events: readonly RehearsalEvent[], results: Readonly<Record<string, string>>): readonly string[] {
  const names = new Map<string, string>();
  const nameOf = (leg: string): string => {
    const above = leg.includes("/") ? `${nameOf(leg.slice(0, leg.lastIndexOf("/")))} / ` : "";
    return `${above}${names.get(leg) ?? leg}`;
  };
  const said = events.flatMap((event) => {
    if (event.kind === "job-started") names.set(event.leg, event.name);
    if (event.kind === "line") return [`${nameOf(event.leg)} | ${event.text}`];
    if (event.kind === "step-ended" && event.summary) return [`${nameOf(event.leg)} summary ${event.summary.trim()}`];
    return [];
  });
  return [...said, ...Object.entries(results).map(([job, result]) => `${job} = ${result}`)];
}

async function run(name: string) {
  const about = {
    repository,
    workflow: join(repository, ".github/workflows", name),
    name: "acme/shop",
    ref: "refs/heads/main",
    maps: {},
    actions: {},
    skipped: [],
    folder: join(repository, ".tidegate", name),
  };
  const prepared = await prepare(about);
  if (prepared.kind === "unreadable") return { result: prepared.kind, lines: prepared.problems };
  if (prepared.kind === "refused")
    return { result: prepared.kind, lines: prepared.refusals.map(({ job, what }) => `${job} ${what}`) };
  if (prepared.kind !== "prepared") throw new Error(prepared.problem);
  const events: RehearsalEvent[] = [];
  const { result, jobs } = await runWorkflow({
    plan: prepared.plan,
    findAction: prepared.findAction,
    facts: {
      repository: about.name,
      event: { name: "push", payload: { ref: about.ref } },
      ref: about.ref,
      sha: "a".repeat(40),
      actor: "someone",
      runId: "7",
      runNumber: 1,
      runAttempt: 1,
      workflow: { name: prepared.plan.name, path: prepared.path },
      serverUrl: "https://github.com",
      apiUrl: "https://api.github.com",
    },
    inputs: {},
    tokenFor: () => "token-of-nothing",
    vars: { repository: { REGION: "eu" }, environments: { staging: { REGION: "staging-region" } } },
    secrets: { repository: { KEY: "swordfish" }, environments: { staging: { KEY: "swordfish-2" } } },
    gates: () => false,
    ask: async () => ({ answer: "waiting", by: "nobody" }),
    summaries: () => [],
    machine: () => ({ PATH: process.env["PATH"] ?? "", HOME: join(about.folder, "home") }),
    folder: about.folder,
    node: process.execPath,
    masker: new Masker(),
    tell: (event) => events.push(event),
    now: () => performance.now(),
    signal: AbortSignal.timeout(30_000),
  });
  const results = Object.entries(jobs).map(([id, job]) => [id, job.at === "ended" ? job.result : job.at]);
  return { result, lines: told(events, Object.fromEntries(results)) };
}

test.each(readdirSync(workflows))("%s ends as its first lines say", async (name) => {
  const expected = readFileSync(join(workflows, name), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("# "))
    .map((line) => line.slice(2));
  const [result, ...wanted] = expected;
  const end = await run(name);
  const all = end.lines.join("\n");
  expect(end.result, all).toBe(result);
  for (const line of wanted)
    expect(
      end.lines.some((each) => each.includes(line)),
      `${line}\nis not in\n${all}`,
    ).toBe(true);
  expect(all, "what must not run did not").not.toMatch(/\| never/);
});
