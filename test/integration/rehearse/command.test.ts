import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Foreign } from "./foreign.ts";

const ci = `
name: CI
on: [push, pull_request]
jobs:
  test:
    runs-on: ubuntu-latest
    outputs: { version: "\${{ steps.read.outputs.version }}" }
    steps:
      - uses: actions/checkout@v7
      - id: read
        run: echo "version=$(cat VERSION)" >> "$GITHUB_OUTPUT"
  publish:
    needs: test
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: echo "publishing \${{ needs.test.outputs.version }} with [$MY_TOKEN] from [$(ls -A "$HOME")] \${{ secrets.TOKEN }}"
`;
const file = ".github/workflows/ci.yml";
const repository = () => new Foreign({ [file]: ci, VERSION: "1.2.3\n" });

test("a repository that never heard of tidegate is rehearsed, sees nothing of the user, and stays clean", async () => {
  const foreign = repository();
  const { code, out, err } = await foreign.rehearse(file, "--trust", "--verbose", "--secret", "TOKEN=s3cret");
  expect(code, out + err).toBe(0);
  expect(out).toContain("publish | publishing 1.2.3 with [] from [] ***");
  expect(out).toContain("production: approved (nobody was asked, for everything touched is a stand-in)");
  expect(out).toMatch(/success: \d+\.\d s; longest chain 2 jobs/);
  expect(foreign.git("status", "--short")).toBe("");
  expect(foreign.left).toEqual([]);
  expect(foreign.running).toEqual([]);
  expect(foreign.events.at(0)).toMatchObject({ kind: "began", format: 1, event: "push", ref: "refs/heads/main" });
  expect(foreign.events.at(-1)).toMatchObject({ kind: "ended", result: "success" });
});

test("a repository that nobody trusted yet shows its commands and runs nothing", async () => {
  const foreign = repository();
  const first = await foreign.rehearse(file);
  expect(first).toMatchObject({ code: 2, out: "" });
  expect(first.err).toContain('test: echo "version=$(cat VERSION)" >> "$GITHUB_OUTPUT"');
  expect(first.err.match(/nothing was run/g)).toHaveLength(1);
  expect(existsSync(join(foreign.folder, ".tidegate/rehearsal"))).toBe(false);
  expect((await foreign.rehearse(file, "--trust")).code).toBe(0);
  expect((await foreign.rehearse(file)).code, "trust is remembered").toBe(0);
});

test("a rejected gate fails the run, and --json tells it as events", async () => {
  const foreign = repository();
  const { code, out } = await foreign.rehearse(file, "--trust", "--json", "--reject", "production");
  expect(code).toBe(1);
  const events = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(events).toContainEqual(
    expect.objectContaining({ kind: "gate", environment: "production", deploys: { test: { version: "1.2.3" } } }),
  );
  expect(events).toContainEqual(expect.objectContaining({ kind: "answer", answer: "rejected", by: "option" }));
  expect(events.at(-1)).toMatchObject({ kind: "ended", result: "failure" });
});

test("one job is run with what it needs", async () => {
  const foreign = repository();
  const { code, out } = await foreign.rehearse(file, "--trust", "--job", "test");
  expect(code).toBe(0);
  expect(out).not.toContain("publish");
});

test("what is wrong with the call is said in one sentence, with exit code 2", async () => {
  const foreign = repository();
  for (const [args, sentence] of [
    [["nowhere.yml"], "nowhere.yml is not there: name the workflow's file"],
    [["."], ". is no file: name the workflow's file"],
    [[file, "--evnt", "push"], "there is no option --evnt; did you mean --event?"],
    [[file, "--approve", "prodution"], "--approve prodution: no job has this environment; did you mean production?"],
    [[file, "--gate", "live", "--reject", "live"], "--gate live: no job has this environment; there are production"],
    [[file, "--event", "release"], "release does not start it; its events are push, pull_request"],
    [[file, "--input", "a=b"], "--input is for workflow_dispatch"],
    [[file, "--secret", "TOKEN"], "there is no terminal to ask for it at"],
    [[file, "--job", "nope"], "there is no job nope; the jobs are test, publish"],
    [[file, "--map", "acme/x=/nowhere"], "there is no folder /nowhere"],
  ] as const) {
    const { code, err } = await foreign.rehearse(...args, "--trust");
    expect(err).toContain(sentence);
    expect(code, sentence).toBe(2);
  }
});

test("a missing git is told as such", async () => {
  const { code, err } = await repository().start([file, "--trust"], { env: { PATH: "/nonexistent" } }).ended;
  expect(err).toContain("git was not found: install it");
  expect(code).toBe(2);
});

test("what cannot be run is named before anything starts", async () => {
  const foreign = new Foreign({
    "x.yml": `on: push
jobs:
  a:
    runs-on: x
    services: { db: { image: postgres } }
    steps: [{ run: touch ran }, { uses: acme/unknown@v1 }, { uses: ./action }]
  b:
    runs-on: x
    steps: [{ run: 'echo "::add-matcher::m.json"' }, { run: ./serve, background: true }]
  c: { uses: acme/flows/.github/workflows/x.yml@v1 }
  d:
    runs-on: x
    steps:
      - uses: acme/unknown@v1
      - uses: docker://alpine:3
      - { uses: actions/checkout@v7, with: { repository: acme/data, path: data } }
`,
    "action/action.yml": "name: d\ndescription: d\nruns: { using: docker, image: Dockerfile }\n",
  });
  const { code, out, err } = await foreign.rehearse("x.yml", "--trust");
  expect(code).toBe(2);
  expect(out).toBe("");
  expect(err.split("\n")).toEqual([
    "x.yml: not all of it can be rehearsed, so nothing was run",
    "  the job a has service containers: db",
    "  the job b registers a problem matcher",
    "  the job b has a background step",
    "  the job c calls acme/flows/.github/workflows/x.yml@v1",
    "  each of the jobs a, d uses acme/unknown@v1: it has no stand-in and its folder was not given: add --action acme/unknown=FOLDER, or --skip acme/unknown",
    "  the job a uses ./action: d is a Docker action, which is not run in a rehearsal",
    "  the job d uses docker://alpine:3: it is a Docker action, which is not run in a rehearsal",
    "  the job d checks out acme/data",
    "--skip leaves an action out, its outputs are empty",
    "--map names the folder of another repository's clone",
    "--job runs the jobs that can be run",
    "the rest of it can be: add --skip acme/unknown --skip ./action --skip docker://alpine:3 --map acme/flows=FOLDER --map acme/data=FOLDER --job c --job d",
    "",
  ]);
});

test("what the refusal says to add is enough, and two jobs may be named", async () => {
  const foreign = new Foreign({
    "x.yml": `on: push
jobs:
  a: { runs-on: x, container: alpine, steps: [{ run: 'true' }] }
  b: { runs-on: x, needs: a, steps: [{ run: 'true' }] }
  c: { runs-on: x, steps: [{ uses: ./action }, { uses: docker://alpine:3 }, { run: echo ran c }] }
  d: { runs-on: x, steps: [{ uses: acme/unknown/deep@v1 }, { run: echo ran d }] }
`,
    "action/action.yml": "name: d\ndescription: d\nruns: { using: docker, image: Dockerfile }\n",
  });
  const { err } = await foreign.rehearse("x.yml", "--trust");
  const [, add = ""] = /^the rest of it can be: add (.+)$/m.exec(err) ?? [];
  expect(add).toBe("--skip ./action --skip docker://alpine:3 --skip acme/unknown/deep --job c --job d");
  const { code, out } = await foreign.rehearse("x.yml", "--trust", "--verbose", ...add.split(" "));
  expect(code, out).toBe(0);
  expect(out).toContain("| ran c");
  expect(out).toContain("| ran d");
});

test("what GitHub leaves out of a workflow is told, and which values it reads that nobody gave", async () => {
  const foreign = new Foreign({
    ".github/workflows/x.yml": `on: { push: { branch: [main] } }
jobs: { a: { runs-on: x, env: { T: "\${{ secrets.TOKEN }}\${{ vars.PLACE }}" }, steps: [{ run: 'test -z "$T"' }] } }
`,
    ".github/workflows/inner.yml":
      "on: workflow_call\njobs: { a: { runs-on: x, container: x, steps: [{ run: 'true' }] } }\n",
    ".github/workflows/outer.yml": "on: push\njobs: { a: { uses: ./.github/workflows/inner.yml } }\n",
  });
  const { code, err } = await foreign.rehearse(".github/workflows/x.yml", "--trust");
  expect(code).toBe(0);
  expect(err).toMatch(/^\.github\/workflows\/x\.yml:1: "push" has no filter "branch"; .+: GitHub leaves it out$/m);
  expect(err).toContain("empty here: secrets: TOKEN (--secret NAME=VALUE); variables: PLACE (--var NAME=VALUE)");
  const inner = await foreign.rehearse(".github/workflows/inner.yml", "--trust");
  expect(inner.err).toContain(
    "inner.yml is only called by others: rehearse one that calls it, .github/workflows/outer.yml",
  );
});

test("a workflow of which nothing can be rehearsed is told as such", async () => {
  const foreign = new Foreign({
    "x.yml": "on: push\njobs: { a: { runs-on: x, container: alpine, steps: [{ run: 'true' }] } }\n",
  });
  const { code, err } = await foreign.rehearse("x.yml", "--trust");
  expect(code).toBe(2);
  expect(err).toContain("the job a runs in a container\nno job of it can be rehearsed without that");
});

test("other repositories are taken from folders: a workflow with --map, an action with --action, and one is skipped", async () => {
  const flows = new Foreign({
    ".github/workflows/x.yml": `on: { workflow_call: { inputs: { who: { type: string } } } }
jobs:
  hi: { runs-on: x, steps: [{ uses: $/greet, with: { who: "\${{ inputs.who }}" } }] }
`,
    "greet/action.yml":
      'name: g\ndescription: g\ninputs: { who: { description: w } }\nruns: { using: composite, steps: [{ run: "echo hello ${{ inputs.who }}", shell: bash }] }\n',
  });
  const foreign = new Foreign({
    "x.yml": `on: push
jobs:
  call: { uses: acme/flows/.github/workflows/x.yml@v1, with: { who: you } }
  own: { runs-on: x, steps: [{ uses: acme/flows/greet@v2, with: { who: me } }, { uses: acme/noise@v1 }] }
`,
  });
  const { code, out, err } = await foreign.rehearse(
    "x.yml",
    "--trust",
    "--verbose",
    "--map",
    `acme/flows=${flows.folder}`,
    "--skip",
    "acme/noise",
  );
  expect(code, out + err).toBe(0);
  expect(out).toContain("| hello you");
  expect(out).toContain("| hello me");
});

test("nobody else reads a rehearsal's log: its repository is told to be private, unless a payload says otherwise", async () => {
  const text =
    "on: push\njobs: { a: { runs-on: x, steps: [{ run: 'echo private: ${{ github.event.repository.private }}' }] } }\n";
  const foreign = new Foreign({ "x.yml": text, "public.json": '{ "repository": { "private": false } }' });
  expect((await foreign.rehearse("x.yml", "--trust", "--verbose")).out).toContain("a | private: true");
  const { out } = await foreign.rehearse("x.yml", "--trust", "--verbose", "--payload", "public.json");
  expect(out, "a payload that is given is taken as it is").toContain("a | private: false");
});
