/** What becomes of the generated workflows for every event and every end of their jobs, by GitHub's own rules. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { subjectOf } from "../../src/cli/simulate/read.ts";
import { notStarted, type Occasion, occasionsOf } from "../../src/simulate/event/occasion.ts";
import type { PlannedJob, PlannedStep } from "../../src/simulate/plan/plan.ts";
import type { Fate } from "../../src/simulate/play/fate.ts";
import { playSteps } from "../../src/simulate/play/steps.ts";
import { restricted } from "../../src/simulate/rights/token.ts";
import { player, simulate } from "../../src/simulate/simulate.ts";
import type { Subject } from "../../src/simulate/table/subject.ts";

const folder = join(import.meta.dirname, "../..");
const own = { repository: "tidegate/tidegate", ref: "main", folder };
const assumptions = { policy: restricted, vars: {}, inputs: {} };

function subjectAt(name: string): Subject {
  const path = `.github/workflows/${name}.yml`;
  const read = subjectOf(path, readFileSync(join(folder, path), "utf8"), { own, maps: {}, policy: restricted });
  if ("refused" in read) throw new Error(read.refused.join("\n"));
  return read;
}

// hello is the example of how little is needed; it is started by hand alone
const names = readdirSync(join(folder, ".github/workflows"))
  .map((file) => file.replace(/\.yml$/, ""))
  .filter((name) => name !== "hello");
const subjects = new Map(names.map((name) => [name, subjectAt(name)]));
const at = (name: string): Subject => subjects.get(name) ?? subjectAt(name);
const occasions = (subject: Subject) =>
  occasionsOf(subject.workflow, { repository: own.repository, defaultBranch: "main" });
const occasionAt = (subject: Subject, id: string): Occasion => {
  const found = occasions(subject).find((one) => one.id === id);
  if (!found) throw new Error(`there is no event ${id}`);
  return found;
};
const jobAt = (name: string, id: string): PlannedJob => {
  const job = at(name).plan.jobs.find((one) => one.id === id);
  if (job?.kind !== "job") throw new Error(`${name} has no job ${id}`);
  return job;
};

const simulations = names.flatMap((name) => {
  const subject = at(name);
  return occasions(subject)
    .filter((one) => notStarted(subject.workflow, one) === undefined && one.event !== "workflow_call")
    .map((one) => ({ name, ...simulate(subject, one, assumptions) }));
});

test("each event starts what it should, and nothing else", () => {
  const started = simulations.map(({ name, occasion, rows }) => {
    const jobs = rows.filter(({ runs }) => runs).map(({ path }) => path);
    // the one that only says that it was started from the wrong branch
    const does = jobs.length === 0 ? "nothing" : jobs.join() === "elsewhere" ? "a refusal" : "runs";
    return `${occasion.id} ${name}: ${does}`;
  });
  expect(started.sort()).toEqual([
    "dispatch deploy: runs",
    "dispatch release: runs",
    "dispatch rollback: runs",
    "dispatch scheduled: runs",
    "dispatch-branch deploy: a refusal",
    "dispatch-branch release: nothing",
    "dispatch-branch rollback: a refusal",
    "dispatch-branch scheduled: nothing",
    "merge-queue ci: runs",
    "pull-request ci: runs",
    "pull-request-dependabot ci: runs",
    "pull-request-fork ci: runs",
    "push deploy: runs",
    "push release: runs",
    "push-branch ci: runs",
    "schedule scheduled: runs",
  ]);
});

test("nothing that deploys, publishes, writes or reads a secret runs but on the default branch", () => {
  const trunk = new Set(["push", "dispatch", "schedule"]);
  const strong = simulations
    .filter(({ occasion }) => !trunk.has(occasion.id))
    .flatMap(({ name, occasion, rows }) =>
      rows
        .filter(({ runs }) => runs)
        .filter(
          ({ environments, secrets, token }) =>
            environments.length + secrets.length > 0 || Object.values(token).some((level) => level !== "read"),
        )
        .map(({ path }) => `${occasion.id} ${name}/${path}`),
    );
  expect(strong).toEqual([]);
});

test("a fork's pull request starts every check there is", () => {
  const [fork, here] = ["pull-request-fork", "pull-request"].map((id) =>
    simulations.find(({ name, occasion }) => name === "ci" && occasion.id === id)?.rows.filter(({ runs }) => runs),
  );
  expect(fork?.length).toBe(13);
  expect(fork?.map(({ path }) => path)).toEqual(here?.map(({ path }) => path));
});

const ends: readonly Fate["end"][] = ["success", "failure", "cancelled", "skipped", "run-cancelled"];
const fateOf = (end: Fate["end"]): Fate => ({ end });

/** Every way for some jobs to end, one after the other. */
function* everyEnd(jobs: readonly string[], ways: readonly Fate["end"][]): Generator<Readonly<Record<string, Fate>>> {
  const [first, ...rest] = jobs;
  if (first === undefined) yield {};
  else for (const fates of everyEnd(rest, ways)) for (const end of ways) yield { ...fates, [first]: fateOf(end) };
}

const deploy = at("deploy");
const before = deploy.plan.jobs.filter(({ id, needs }) => needs.length === 0 && id !== "elsewhere").map(({ id }) => id);

test("staging starts only when every check and every image is good; production only after staging ended live", () => {
  const run = player(deploy, occasionAt(deploy, "push"), assumptions);
  let runs = 0;
  const began = (fates: Readonly<Record<string, Fate>>, status: string) => {
    runs += 1;
    const { jobs } = run({ values: { "staging.status": status }, fates });
    return new Set(jobs.filter(({ ran }) => ran).map(({ path }) => path));
  };
  for (const fates of everyEnd(before, ["success", "failure", "skipped"])) {
    const good = before.every((job) => fates[job]?.end === "success");
    const jobs = began(fates, "live");
    expect([jobs.has("staging"), jobs.has("production"), jobs.has("announce")]).toEqual([good, good, true]);
  }
  for (const job of before)
    for (const end of ["cancelled", "run-cancelled"] as const) {
      const jobs = began({ [job]: fateOf(end) }, "live");
      expect([jobs.has("staging"), jobs.has("production"), jobs.has("announce")]).toEqual([false, false, true]);
    }
  const others = ["applied", "failed", "rolled-back", "superseded", "held", "refused", ""];
  for (const end of [...ends, "rejected"] as const)
    for (const status of ["live", ...others]) {
      const said: Fate =
        end === "success" || end === "failure" || end === "cancelled" ? { end, outputs: { status } } : fateOf(end);
      const jobs = began({ staging: said }, status);
      expect([end, status, jobs.has("production"), jobs.has("announce")]).toEqual([
        end,
        status,
        end === "success" && status === "live",
        true,
      ]);
    }
  for (const end of [...ends, "rejected"] as const)
    expect(began({ production: fateOf(end) }, "live").has("announce")).toBe(true);
  // three ways for each of six jobs, two more for each, six ends of staging with eight words, six of production
  expect(runs).toBe(3 ** 6 + 2 * 6 + 6 * 8 + 6);
});

const verdicts = ["ok", "findings", "tool-error", ""];
const statuses = ["live", "applied", "failed", "superseded", "held", "refused", "busy", "interrupted", ""];
const stepEnds = ["success", "failure", "cancelled"] as const;

/** In words: back only when the release is known to be bad, or was killed without a word. */
function shouldGoBack(deployed: Ended, smoke: Ended | undefined): boolean {
  if (deployed.end === "cancelled" || smoke?.end === "cancelled") return false;
  if (deployed.end === "failure") return deployed.status === "failed" || deployed.verdict === "";
  return smoke?.end === "failure" && (smoke.verdict === "findings" || smoke.verdict === "");
}

interface Ended {
  readonly end: (typeof stepEnds)[number];
  readonly verdict: string;
  readonly status: string;
}

const everyEnding: readonly Ended[] = stepEnds.flatMap((end) =>
  verdicts.flatMap((verdict) => statuses.map((status) => ({ end, verdict, status }))),
);

test.each([
  ["deploy", "staging"],
  ["deploy", "production"],
  ["reusable-service-deploy", "deploy"],
])("%s/%s goes back when its release turned out bad, and only then", (name, id) => {
  const job = jobAt(name, id);
  const wentBack = (how: (step: PlannedStep) => Ended) =>
    playSteps(job, { needs: {}, inputs: {}, github: {}, vars: {} }, (step) => {
      const { end, verdict, status } = how(step);
      return { end, outputs: { verdict, status } };
    }).some(({ step, ran }) => step.id === "rollback" && ran);
  const well: Ended = { end: "success", verdict: "ok", status: "live" };
  let tried = 0;
  for (const deployed of everyEnding)
    for (const smoke of deployed.end === "success" ? everyEnding : [undefined]) {
      tried += 1;
      const went = wentBack((step) => (step.id === "deploy" ? deployed : step.id === "smoke" ? (smoke ?? well) : well));
      expect({ deployed, smoke, went }).toEqual({ deployed, smoke, went: shouldGoBack(deployed, smoke) });
    }
  // a step before the deploy that fails leaves nothing to undo
  for (const broken of job.steps.slice(
    0,
    job.steps.findIndex((step) => step.id === "deploy"),
  ))
    for (const end of ["failure", "cancelled"] as const)
      expect(
        wentBack((step) => (step === broken ? { ...well, end, verdict: "" } : well)),
        broken.name,
      ).toBe(false);
  expect(tried).toBe(2 * 36 + 36 * 108);
});

test("the rollback of an environment runs there alone, and every choice of the form leads to one", () => {
  const rollback = at("rollback");
  const run = player(rollback, occasionAt(rollback, "dispatch"), assumptions);
  const began = (environment: string) =>
    run({ values: {}, inputs: { environment } })
      .jobs.filter(({ ran }) => ran)
      .map(({ path, legs }) => `${path} in ${legs[0]?.environment}`);
  expect(began("staging")).toEqual(["candidates-staging in staging", "rollback-staging in staging"]);
  expect(began("production")).toEqual([
    "candidates-production in production-read",
    "rollback-production in production-rollback",
  ]);
});
