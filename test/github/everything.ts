/** One project with every key that GitHub's schema has. */
import {
  allSecrets,
  always,
  at,
  call,
  composite,
  contains,
  each,
  eq,
  fromJson,
  github,
  hashFiles,
  job,
  type LockEntry,
  pinned,
  pwsh,
  python,
  remoteWorkflow,
  secret,
  sh,
  text,
  variable,
  workflow,
} from "../../src/index.ts";
import { scopes } from "../../src/workflow/scopes.gen.ts";
import { events } from "../../src/workflow/triggers.gen.ts";

const commit = "3d3c42e5aac5ba805825da76410c181273ba90b1";
const entry: LockEntry = { commit, tag: "v7.0.1" };
const { uses } = pinned({ "actions/checkout": entry });

export const setup = composite(".github/actions/setup", {
  name: "Set up",
  description: "Node and the packages",
  inputs: { node: { description: "its version", default: "24" }, cache: { description: "which", required: true } },
  branding: { icon: "anchor", color: "blue" },
  steps: ({ step, inputs }) => {
    const found = step(sh`echo "version=${inputs.node}" >> "$GITHUB_OUTPUT"`, { outputs: ["version"] });
    return { version: { value: found.outputs.version, description: "what was found" } };
  },
});

const remote = remoteWorkflow("acme/ci/.github/workflows/test.yml", entry, {
  inputs: { node: { type: "number", required: true } },
  outputs: ["report"],
  permissions: { contents: ["read", "reads the code"] },
});

const reusable = workflow("Reusable", {
  description: "Called by others.",
  on: {
    workflow_call: {
      inputs: {
        environment: { type: "string", description: "where", required: true },
        rounds: { type: "number", default: 3 },
        dry: { type: "boolean", default: eq(github.ref, "refs/heads/main") },
      },
      secrets: { TOKEN: { required: true, description: "of the registry" }, OTHER: {} },
    },
  },
  jobs: ({ inputs, secrets }) => {
    const inner = job("inner", {
      runsOn: "ubuntu-24.04",
      steps: ({ step }) => {
        const made = step(sh`./make ${inputs.environment} ${inputs.rounds}`, {
          outputs: ["url"],
          env: { TOKEN: secrets.TOKEN },
        });
        return { url: made.outputs.url };
      },
    });
    return { jobs: [inner], outputs: { url: { value: inner.outputs.url, description: "where it is" } } };
  },
});

const allScopes = Object.fromEntries(
  Object.entries(scopes).map(([scope, levels]) => [scope, [levels.at(-1) ?? "read", "needs it all"] as const]),
);

const main = workflow("Everything", {
  description: "Every key there is.",
  runName: ({ inputs }) => text`Run for ${inputs.environment}`,
  on: {
    push: { branches: ["main", "release/**"], tags: ["v*"], paths: ["src/**"] },
    pull_request: { types: ["opened", "stacked"], branchesIgnore: ["x"], pathsIgnore: ["docs/**"] },
    workflow_run: { workflows: [reusable, "Other"], types: ["completed"], branches: ["main"] },
    schedule: [{ cron: "0 5 * * 1-5", timezone: "Europe/Berlin" }],
    workflow_dispatch: {
      inputs: {
        environment: { type: "environment", description: "where", required: true },
        level: { type: "choice", options: ["low", "high"], default: "low" },
        count: { type: "number", default: 1 },
        dry: { type: "boolean", default: true },
        note: { type: "string" },
      },
    },
    repository_dispatch: { types: ["go"] },
    image_version: { types: ["ready"], names: ["a"], versions: ["1.*"] },
    merge_group: { types: ["checks_requested"], branches: ["main"] },
  },
  env: { LEVEL: variable("LEVEL"), TOKEN: secret("TOKEN") },
  defaults: { run: { shell: "bash", workingDirectory: "app" } },
  concurrency: { group: text`deploy-${github.ref}`, queue: "max" },
  cacheMode: "read",
  jobs: ({ github }) => {
    const first = job("first", {
      name: "First",
      runsOn: { group: "big", labels: ["linux", "x64"] },
      if: contains(
        each(github.event.pull_request.labels, (label) => label.name),
        "run",
      ),
      environment: { name: "staging", deployment: false },
      concurrency: { group: "first", cancelInProgress: true },
      permissions: allScopes,
      timeoutMinutes: 10,
      cancelTimeoutMinutes: 2,
      continueOnError: true,
      cacheMode: "write-only",
      env: { A: 1, B: true },
      defaults: { run: { shell: "bash", workingDirectory: "x" } },
      container: {
        image: "node:24",
        credentials: { username: github.actor, password: secret("PASSWORD") },
        env: { NODE_ENV: "test" },
        ports: [80, "443:443"],
        volumes: ["/tmp:/tmp"],
        options: "--cpus 1",
      },
      services: {
        db: {
          image: "postgres:17",
          env: { P: secret("P") },
          ports: [5432],
          entrypoint: "/start",
          command: "-c x",
          options: "--init",
          volumes: ["a:/b"],
          credentials: { username: "u", password: secret("P") },
        },
        cache: "redis:8",
      },
      snapshot: { imageName: "built", if: eq(github.ref, "refs/heads/main"), version: "1.*" },
      comment: "The first of them.",
      steps: ({ step, wait, waitAll, cancel, parallel, environmentUrl, runner }) => {
        step(uses("actions/checkout", { ref: github.sha }), {
          name: "Check out",
          permissions: {},
          continueOnError: false,
          timeoutMinutes: 3,
          env: { X: "1" },
        });
        const set = step(setup({ cache: "npm" }), { id: "set" });
        const server = step(sh`./serve ${set.outputs.version}`, { background: true, name: "Serve", outputs: ["port"] });
        const other = step(uses("actions/checkout"), { background: true, permissions: {}, if: eq(runner.os, "Linux") });
        wait(server, { name: "Wait for it", continueOnError: true, id: "waited" });
        waitAll({ id: "all", name: "All of them", continueOnError: false });
        cancel(other, { id: "stopped", name: "Stop", continueOnError: true });
        parallel(({ step }) => {
          step(sh`echo a`);
          step(uses("actions/checkout"), { permissions: {} });
        });
        step(python`print(${runner.os})`, {
          if: always(),
          workingDirectory: "tools",
          shell: "python",
          timeoutMinutes: 1,
          continueOnError: true,
        });
        step(pwsh`Write-Output ${hashFiles("**/package-lock.json")}`);
        environmentUrl(text`https://${set.outputs.version}.example.test`);
        return { port: server.outputs.port, matrix: set.outputs.version };
      },
    });
    const legs = job("legs", {
      runsOn: ({ matrix }) => matrix.os,
      matrix: {
        os: ["ubuntu-24.04", "windows-2025"],
        node: [22, 24],
        include: [{ os: "macos-15", node: 24 }],
        exclude: [{ os: "windows-2025", node: 22 }],
      },
      strategy: { failFast: false, maxParallel: 2 },
      steps: ({ step, matrix }) => {
        step(sh`node --version | grep ${matrix.node}`);
      },
    });
    const dynamic = job("dynamic", {
      runsOn: "ubuntu-24.04",
      needs: [legs],
      matrix: fromJson<{ readonly service: string }>()(first.outputs.matrix),
      steps: ({ step, matrix }) => {
        step(sh`echo ${matrix.service} ${at(github.event.commits, 0).message}`);
      },
    });
    const called = call("called", reusable, {
      name: "Call it",
      with: { environment: "staging", rounds: 2 },
      secrets: { TOKEN: secret("TOKEN") },
      needs: [legs],
      if: eq(github.ref, "refs/heads/main"),
      concurrency: { group: "call" },
    });
    const inherited = call("inherited", reusable, {
      with: { environment: "x" },
      secrets: allSecrets(),
      matrix: { a: [1, 2] },
      strategy: { failFast: true },
    });
    const far = call("far", remote, { with: { node: 24 } });
    const last = job("last", {
      runsOn: ["self-hosted", "linux"],
      environment: "production",
      container: "node:24",
      snapshot: "kept",
      steps: ({ step }) => {
        step(sh`echo ${called.outputs.url} ${far.outputs.report}`, {
          untyped: { "future-key": { a: [1, github.ref] } },
        });
      },
    });
    return [first, legs, dynamic, called, inherited, far, last];
  },
});

/** A workflow with every event and nothing else, for what the one above leaves out. */
const plain = workflow("Events", {
  on: Object.fromEntries(
    Object.entries(events)
      .filter(([name]) => !["schedule", "workflow_run", "workflow_call", "workflow_dispatch"].includes(name))
      .map(([name, { types }]) => [name, types.length > 0 ? { types: [...types] } : {}]),
  ),
  jobs: () => [job("only", { runsOn: "ubuntu-24.04", steps: ({ step }) => void step(sh`true`) })],
});

/** The filters that cannot stand beside those above. */
const opposites = workflow("Opposites", {
  on: {
    push: { branchesIgnore: ["a"], tagsIgnore: ["b"], pathsIgnore: ["c"] },
    pull_request: { branches: ["a"], paths: ["b"] },
    pull_request_target: { branches: ["a"], paths: ["b"] },
    merge_group: { branchesIgnore: ["a"] },
    workflow_run: { workflows: ["Other"], branchesIgnore: ["a"] },
  },
  jobs: () => [job("only", { runsOn: "ubuntu-24.04", steps: ({ step }) => void step(sh`true`) })],
});
const opposites2 = workflow("More opposites", {
  on: { pull_request_target: { branchesIgnore: ["a"], pathsIgnore: ["b"] } },
  jobs: () => [job("only", { runsOn: "ubuntu-24.04", steps: ({ step }) => void step(sh`true`) })],
});

export const workflows = { everything: main, reusable, events: plain, opposites, opposites2 };
