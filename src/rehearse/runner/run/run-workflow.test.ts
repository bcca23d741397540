import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readWorkflow, resolveCalls, source, type Workflow } from "../../../read/index.ts";
import { planWorkflow } from "../../../simulate/plan/from-workflow.ts";
import type { Origin } from "../../../simulate/plan/plan.ts";
import type { RehearsalEvent } from "../../story/event.ts";
import { Masker } from "../commands/masker.ts";
import { refusalsOf } from "../plan/refusals.ts";
import type { RunRequest } from "./request.ts";
import { type RunEnd, runWorkflow } from "./run-workflow.ts";

const facts: RunRequest["facts"] = {
  repository: "acme/shop",
  event: { name: "push", payload: { ref: "refs/heads/main" } },
  ref: "refs/heads/main",
  sha: "a".repeat(40),
  actor: "someone",
  runId: "7",
  runNumber: 1,
  runAttempt: 1,
  workflow: { name: "Deploy", path: ".github/workflows/deploy.yml" },
  serverUrl: "https://github.com",
  apiUrl: "https://api.github.com",
};

const own: Origin = { repository: "acme/shop", ref: "refs/heads/main", folder: "/nowhere" };

/** `others`: what it calls, by path */
function planned(workflow: Workflow, others: Readonly<Record<string, string>> = {}) {
  const { jobs, problems } = resolveCalls(workflow, {
    load: (uses) => {
      const path = uses.slice(2);
      return others[path] === undefined ? undefined : source(path, others[path]);
    },
  });
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join("\n"));
  return planWorkflow(workflow, jobs, (path) => ({ ...own, path }));
}

async function run(
  yaml: string,
  more: Partial<RunRequest> = {},
  others: Readonly<Record<string, string>> = {},
): Promise<RunEnd & { events: RehearsalEvent[]; lines: string[]; results: Record<string, string> }> {
  const { workflow, problems } = readWorkflow(source(".github/workflows/deploy.yml", yaml));
  if (!workflow || problems.length > 0) throw new Error(problems.map((problem) => problem.message).join("\n"));
  const folder = await mkdtemp(join(tmpdir(), "run-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const events: RehearsalEvent[] = [];
  const end = await runWorkflow({
    plan: planned(workflow, others),
    facts,
    inputs: {},
    tokenFor: () => "ghs_token",
    vars: { repository: { REGION: "eu" }, environments: {} },
    secrets: { repository: { KEY: "key-of-repository" }, environments: { staging: { KEY: "key-of-staging" } } },
    gates: (environment) => environment === "production",
    ask: async () => ({ answer: "approved", by: "option" }),
    summaries: () => [],
    masker: new Masker(),
    findAction: () => async (uses) => `no action ${uses}`,
    machine: () => ({ PATH: process.env["PATH"] ?? "" }),
    folder,
    node: process.execPath,
    tell: (event) => events.push(event),
    now: () => 0,
    signal: new AbortController().signal,
    ...more,
  });
  return {
    ...end,
    events,
    lines: events.flatMap((event) => (event.kind === "line" ? [event.text] : [])),
    results: Object.fromEntries(
      Object.entries(end.jobs).map(([id, job]) => [id, job.at === "ended" ? job.result : job.at]),
    ),
  };
}

const deploy = `
on: push
env: { WHERE: "\${{ vars.REGION }}" }
jobs:
  image:
    strategy: { matrix: { service: [frontend, orders] } }
    runs-on: ubuntu-24.04
    outputs: { "\${{ 'x' }}": "" }
    steps: [{ run: "echo built \${{ matrix.service }} $GITHUB_RUN_ID" }]
`.replace(/ {4}outputs.*\n/, "");

test("legs run with their values, variables reach them", async () => {
  const end = await run(deploy);
  expect(end.result).toBe("success");
  expect(end.lines.sort()).toEqual(["built frontend 7", "built orders 7"]);
});

const gated = `
on: push
jobs:
  build:
    runs-on: x
    outputs: { digest: "\${{ steps.b.outputs.digest }}" }
    steps: [{ id: b, run: 'echo "digest=sha256:1" >> "$GITHUB_OUTPUT"' }]
  staging:
    needs: build
    environment: { name: staging, url: "https://staging.example/\${{ needs.build.outputs.digest }}" }
    runs-on: x
    steps: [{ run: 'echo "staging \${{ needs.build.outputs.digest }} $(printf %s "$KEY" | wc -c)"', env: { KEY: "\${{ secrets.KEY }}" } }]
  production:
    needs: [build, staging]
    environment: production
    runs-on: x
    steps: [{ run: "echo production \${{ github.event_name }} \${{ needs.staging.result }}" }]
  announce:
    needs: production
    if: always()
    runs-on: x
    steps: [{ run: "echo production is \${{ needs.production.result }}" }]
`;

test("digests travel, environments have their own secrets, a gate is asked once", async () => {
  const asked: string[] = [];
  const end = await run(gated, {
    ask: async ({ environment }) => {
      asked.push(environment);
      return { answer: "approved", by: "option" };
    },
  });
  expect(end.lines).toEqual(["staging sha256:1 14", "production push success", "production is success"]);
  expect(asked).toEqual(["production"]);
  expect(end.events).toContainEqual(
    expect.objectContaining({ kind: "job-ended", leg: "staging#0", url: "https://staging.example/sha256:1" }),
  );
});

test("a rejection fails the job, and what always runs still tells of it", async () => {
  const end = await run(gated, { ask: async () => ({ answer: "rejected", by: "option" }) });
  expect(end).toMatchObject({
    result: "failure",
    results: { build: "success", staging: "success", production: "failure", announce: "success" },
  });
  expect(end.lines.at(-1)).toBe("production is failure");
});

test("with nobody to answer the run ends waiting", async () => {
  const end = await run(gated, { ask: async () => ({ answer: "waiting", by: "nobody" }) });
  expect(end).toMatchObject({ result: "waiting", results: { staging: "success", production: "started" } });
});

test("cancelling the run stops its jobs and skips what follows, but not always()", async () => {
  const controller = new AbortController();
  const end = await run(gated.replace("id: b, run: '", "id: b, run: 'echo ready; exec sleep 60; "), {
    signal: controller.signal,
    tell: (event) => event.kind === "line" && event.text === "ready" && controller.abort(),
  });
  expect(end).toMatchObject({
    result: "cancelled",
    results: { build: "cancelled", staging: "skipped", announce: "success" },
  });
});

test("what is not run here is named, not skipped", () => {
  const { workflow } = readWorkflow(
    source(
      "x.yml",
      "on: push\njobs:\n  a:\n    runs-on: x\n    container: node\n    services: { db: { image: postgres } }\n    steps:\n      - uses: docker://alpine\n  b:\n    uses: ./.github/workflows/other.yml\n",
    ),
  );
  expect(workflow && refusalsOf(resolveCalls(workflow, { load: () => undefined }).jobs)).toEqual([
    { job: "a", what: "runs in a container" },
    { job: "a", what: "has service containers" },
    { job: "a", what: "uses docker://alpine, a Docker action" },
    { job: "b", what: "calls ./.github/workflows/other.yml, which cannot be read" },
  ]);
});

const called = `
on:
  workflow_call:
    inputs:
      service: { type: string, required: true }
      replicas: { type: number, default: 2 }
      canary: { type: boolean }
    secrets: { TOKEN: { required: true } }
    outputs:
      image: { value: "\${{ jobs.build.outputs.image }}" }
jobs:
  build:
    runs-on: x
    outputs: { image: "\${{ steps.b.outputs.image }}" }
    steps:
      - id: b
        env: { TOKEN: "\${{ secrets.TOKEN }}", KEY: "\${{ secrets.KEY }}" }
        run: |
          echo "image=\${{ inputs.service }}@1" >> "$GITHUB_OUTPUT"
          echo "\${{ inputs.service }} \${{ inputs.replicas == 2 }} \${{ inputs.canary == false }} \${#TOKEN} \${#KEY} \${{ github.workflow }} \${{ job.workflow_file_path }}"
`;
const calling = `
name: Calling
on: push
jobs:
  image:
    strategy: { matrix: { service: [web, api] } }
    uses: ./.github/workflows/image.yml
    with: { service: "\${{ matrix.service }}" }
    secrets: { TOKEN: "\${{ secrets.KEY }}" }
  deploy:
    needs: image
    runs-on: x
    steps: [{ run: "echo deploy \${{ needs.image.outputs.image }} \${{ needs.image.result }}" }]
`;

test("a called workflow gets typed inputs and the secrets that are passed, and gives outputs", async () => {
  const end = await run(
    calling,
    {},
    {
      ".github/workflows/image.yml": called,
    },
  );
  expect(end.result).toBe("success");
  expect(end.lines.slice(0, 2).sort()).toEqual([
    "api true true 17 0 Deploy .github/workflows/image.yml",
    "web true true 17 0 Deploy .github/workflows/image.yml",
  ]);
  expect(end.lines[2]).toMatch(/^deploy (web|api)@1 success$/);
  expect(end.events).toContainEqual(expect.objectContaining({ kind: "job-started", leg: "image#0/build#0" }));
});

test("secrets: inherit passes all of them, and calls may be nested", async () => {
  const end = await run(
    "on: push\njobs: { a: { uses: ./outer.yml, secrets: inherit } }",
    {},
    {
      "outer.yml": "on: workflow_call\njobs: { b: { uses: ./inner.yml, secrets: inherit } }",
      "inner.yml":
        'on: workflow_call\njobs:\n  c:\n    runs-on: x\n    steps: [{ run: "echo ${#KEY}", env: { KEY: "${{ secrets.KEY }}" } }]',
    },
  );
  expect(end).toMatchObject({ result: "success", lines: ["17"] });
});

test("a failure in a called workflow fails the calling job", async () => {
  const end = await run(
    "on: push\njobs:\n  a: { uses: ./x.yml }\n  b: { needs: a, runs-on: x, steps: [{ run: echo never }] }",
    {},
    { "x.yml": "on: workflow_call\njobs: { c: { runs-on: x, steps: [{ run: exit 1 }] } }" },
  );
  expect(end).toMatchObject({ result: "failure", results: { a: "failure", b: "skipped" } });
});

test("jobs of one concurrency group run one after the other, and a newer one takes the waiting one's place", async () => {
  const job = (id: string) => `  ${id}: { runs-on: x, concurrency: one, steps: [{ run: "echo ${id}" }] }\n`;
  const end = await run(`on: push\njobs:\n${["a", "b", "c"].map(job).join("")}`);
  expect(end.results).toEqual({ a: "success", b: "cancelled", c: "success" });
  expect(end.lines).toEqual(["a", "c"]);
  expect(end.events).toContainEqual(expect.objectContaining({ kind: "job-held", leg: "b#0", group: "one" }));
});

test("a job that asks for the group its own run holds is told so instead of waiting forever", async () => {
  const end = await run(
    "on: push\nconcurrency: one\njobs: { a: { runs-on: x, concurrency: one, steps: [{ run: echo }] } }",
  );
  expect(end.events).toContainEqual(
    expect.objectContaining({ kind: "job-ended", result: "failure", why: expect.stringContaining("wait forever") }),
  );
});

test("a job's time limit cancels it, and says so", async () => {
  const end = await run(
    "on: push\njobs: { a: { runs-on: x, timeout-minutes: 0.003, steps: [{ run: exec sleep 60 }] } }",
  );
  expect(end.results).toEqual({ a: "cancelled" });
  expect(end.events).toContainEqual(
    expect.objectContaining({ kind: "job-ended", why: "it took longer than 0.003 minutes" }),
  );
});

test("each job signs in to GitHub with what its permissions give, also where it hands its token on", async () => {
  const caller = `
permissions: { contents: read }
jobs:
  reads: { runs-on: x, steps: [{ run: 'echo "reads \${{ github.token }} \${{ secrets.GITHUB_TOKEN }}"' }] }
  writes: { runs-on: x, permissions: { issues: write }, steps: [{ run: 'echo "writes \${{ github.token }}"' }] }
  calls:
    uses: ./.github/workflows/called.yml
    permissions: { checks: write }
    secrets: { handed: "\${{ secrets.GITHUB_TOKEN }}" }
on: push
`;
  const called = `
on: { workflow_call: { secrets: { handed: { required: true } } } }
jobs:
  inner: { runs-on: x, permissions: {}, steps: [{ run: 'echo "called \${{ secrets.handed }} \${{ github.token }}"' }] }
`;
  const shown = (grant: object | undefined) => `of-${Object.keys(grant ?? {}).join("") || "nothing"}`;
  const masker = new Masker();
  // shown as they are, which a mask would not
  masker.add = () => {};
  const { lines } = await run(caller, { tokenFor: shown, masker }, { ".github/workflows/called.yml": called });
  expect([...lines].sort()).toEqual([
    "called of-checks of-nothing",
    "reads of-contents of-contents",
    "writes of-issues",
  ]);
});

test("a job's folder is nobody's any more once the job is over, and not before", async () => {
  const swept: [name: string, printed: string][] = [];
  await run(
    `
on: push
jobs:
  a: { runs-on: x, steps: [{ run: echo here > "$RUNNER_TEMP/last" }, { if: always(), run: exit 1 }] }
`,
    { sweep: (folder) => swept.push([basename(folder), readFileSync(join(folder, "temp/last"), "utf8")]) },
  );
  expect(swept).toEqual([[expect.stringMatching(/^a-0-[0-9a-f]{4}$/), "here\n"]]);
});

test("a job for another system runs here, and says so", async () => {
  const { lines, result } = await run(`
on: push
jobs:
  test:
    strategy: { matrix: { os: [ubuntu-24.04, windows-2025] } }
    runs-on: \${{ matrix.os }}
    steps: [{ run: "true" }]
`);
  expect(result).toBe("success");
  expect(lines).toEqual([
    "runs-on: windows-2025 is not what it runs on here: this machine is no Windows, and its shells are its own",
  ]);
});
