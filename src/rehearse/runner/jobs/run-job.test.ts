import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { PlannedJob, PlannedStep, ScriptStep } from "../../../simulate/plan/plan.ts";
import type { RehearsalEvent } from "../../story/event.ts";
import type { Action, ActionManifest } from "../actions/manifest.ts";
import { Masker } from "../commands/masker.ts";
import { directProcesses, ProcessGroups } from "../steps/process.ts";
import { JobState } from "./job-state.ts";
import { type JobEnd, runJob } from "./run-job.ts";

const script = (id: string, run: string, more: Partial<ScriptStep> = {}): PlannedStep => ({
  kind: "run",
  id,
  run,
  env: {},
  shell: "bash",
  ...more,
});
const uses = (id: string, name: string, inputs = {}): PlannedStep => ({
  kind: "uses",
  id,
  uses: name,
  with: inputs,
  env: {},
});

interface Played extends JobEnd {
  readonly events: readonly RehearsalEvent[];
  readonly text: string;
}

interface Setting {
  readonly job?: Partial<PlannedJob>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly actions?: (folder: string) => Promise<Readonly<Record<string, Action>>>;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RehearsalEvent) => void;
}

async function play(steps: readonly PlannedStep[], setting: Setting = {}): Promise<Played> {
  const folder = await mkdtemp(join(tmpdir(), "job-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const workspace = join(folder, "workspace");
  await mkdir(workspace);
  const secrets = setting.secrets ?? {};
  const masker = new Masker();
  for (const secret of Object.values(secrets)) masker.add(secret);
  const actions = (await setting.actions?.(folder)) ?? {};
  const events: RehearsalEvent[] = [];
  const job: PlannedJob = {
    kind: "job",
    id: "job",
    needs: [],
    env: {},
    defaults: {},
    outputs: {},
    runsOn: ["ubuntu-latest"],
    steps,
    ...setting.job,
  };
  const end = await runJob({
    leg: "job#0",
    name: "job",
    job,
    defaults: {},
    workflowEnv: { FROM: "workflow" },
    jobEnv: {},
    contexts: {
      github: { ref: "refs/heads/main" },
      secrets,
      inputs: {},
      needs: {},
      matrix: null,
      strategy: {},
      vars: {},
      runner: { os: "Linux" },
    },
    jobContext: {},
    workspace,
    temp: join(folder, "temp"),
    machine: { PATH: process.env["PATH"] ?? "" },
    runnerEnv: { GITHUB_WORKSPACE: workspace, GITHUB_REF: "refs/heads/main" },
    node: process.execPath,
    findAction: async (name) => actions[name] ?? `no action ${name}`,
    masker,
    processes: directProcesses,
    groups: new ProcessGroups(),
    state: new JobState(),
    flow: {},
    tell: (event) => {
      events.push(event);
      setting.onEvent?.(event);
    },
    now: () => 0,
    signal: setting.signal ?? new AbortController().signal,
  });
  const text = events.flatMap((event) => (event.kind === "line" ? [event.text] : [])).join("\n");
  return { ...end, events, text };
}

const conclusions = ({ events }: Played) =>
  Object.fromEntries(events.flatMap((event) => (event.kind === "step-ended" ? [[event.step, event.conclusion]] : [])));

test("outputs travel from step to step to the job, empty ones do not leave it", async () => {
  const end = await play(
    [
      script("one", 'echo "digest=sha256:1" >> "$GITHUB_OUTPUT"'),
      script("two", "echo got ${{ steps.one.outputs.digest }} $FROM ${{ env.FROM }}"),
    ],
    { job: { outputs: { digest: "${{ steps.one.outputs.digest }}", nothing: "${{ steps.one.outputs.missing }}" } } },
  );
  expect(end).toMatchObject({
    result: "success",
    outputs: { digest: "sha256:1" },
    text: "got sha256:1 workflow workflow",
  });
});

test("a failure skips what follows, but not always() and failure()", async () => {
  const end = await play([
    script("bad", "exit 3"),
    script("after", "echo never"),
    script("cleanup", "echo cleaned", { if: "always()" }),
    script("diagnose", "echo ${{ steps.bad.outcome }} ${{ steps.after.outcome }} ${{ job.status }}", {
      if: "failure()",
    }),
  ]);
  expect(end.result).toBe("failure");
  expect(conclusions(end)).toEqual({ bad: "failure", after: "skipped", cleanup: "success", diagnose: "success" });
  expect(end.text).toBe("Process completed with exit code 3.\ncleaned\nfailure skipped failure");
});

test("continue-on-error forgives a failure, and the outcome still tells of it", async () => {
  const end = await play([
    script("bad", "exit 1", { continueOnError: true }),
    script("next", "echo ${{ steps.bad.outcome }} ${{ steps.bad.conclusion }}"),
  ]);
  expect(end.result).toBe("success");
  expect(end.text).toContain("failure success");
});

test("what a step writes to GITHUB_ENV and GITHUB_PATH holds for the steps after it", async () => {
  const end = await play([
    script(
      "write",
      'echo "GREETING=hello" >> "$GITHUB_ENV"; mkdir bin; printf "#!/bin/sh\\necho tool" > bin/tool; chmod +x bin/tool; echo "$PWD/bin" >> "$GITHUB_PATH"',
    ),
    script("read", 'echo "$GREETING ${{ env.GREETING }}"; tool; echo "$GITHUB_REF"', { env: { GITHUB_REF: "forged" } }),
  ]);
  expect(end.text).toBe("hello hello\ntool\nrefs/heads/main");
});

test("secrets never show, and a job output that holds one is dropped", async () => {
  const end = await play(
    [
      script(
        "leak",
        'echo "the ${{ secrets.TOKEN }} $(printf %s "$TOKEN" | base64)"; echo "token=$TOKEN" >> "$GITHUB_OUTPUT"',
        { env: { TOKEN: "${{ secrets.TOKEN }}" } },
      ),
    ],
    { secrets: { TOKEN: "correct-horse" }, job: { outputs: { token: "${{ steps.leak.outputs.token }}" } } },
  );
  expect(end.text).not.toContain("correct-horse");
  expect(end.text).toContain("Skip output 'token' since it may contain secret.");
  expect(end.outputs).toEqual({});
});

test("an expression that cannot be evaluated fails its step and names itself", async () => {
  const end = await play([script("bad", "echo ${{ fromJSON('{') }}")]);
  expect(end.result).toBe("failure");
  expect(end.text).toContain("fromJSON('{')");
});

test("a time limit ends the step", async () => {
  const end = await play([script("slow", "exec sleep 60", { timeoutMinutes: 0.002 })]);
  expect(end).toMatchObject({ result: "failure" });
  expect(end.text).toContain("longer than 0.002 minutes");
});

test("a cancelled job stops its step and still runs what is always() to run", async () => {
  const controller = new AbortController();
  const end = await play(
    [
      script("long", "trap 'exit 1' INT; echo started; while :; do read -t 0.05 <> <(:) || :; done"),
      script("skipped", "echo never"),
      script("cleanup", "echo cleaned ${{ cancelled() }}", { if: "always()" }),
    ],
    {
      signal: controller.signal,
      onEvent: (event) => event.kind === "line" && event.text === "started" && controller.abort(),
    },
  );
  expect(end.result).toBe("cancelled");
  expect(end.text).toBe("started\ncleaned true");
});

async function action(
  folder: string,
  name: string,
  manifest: Omit<ActionManifest, "name">,
  files: Readonly<Record<string, string>> = {},
): Promise<Action> {
  const own = join(folder, name);
  await mkdir(own);
  for (const [file, text] of Object.entries(files)) await writeFile(join(own, file), text);
  return { kind: "folder", folder: own, manifest: { name, ...manifest }, repository: "acme/actions", ref: "v1" };
}

test("a JavaScript action gets its inputs with defaults, gives outputs, keeps state for its post phase, last in first out", async () => {
  const main = `const fs=require("fs");console.log("main",process.env["INPUT_WHO"],process.env["INPUT_FAIL-ON"]);fs.appendFileSync(process.env.GITHUB_OUTPUT,"greeting=hi "+process.env.INPUT_WHO+"\\n");fs.appendFileSync(process.env.GITHUB_STATE,"who="+process.env.INPUT_WHO+"\\n");`;
  const post = `console.log("post",process.env.STATE_who);`;
  const end = await play(
    [
      uses("a", "greet", { Who: "${{ github.ref }}" }),
      uses("b", "greet", { "fail-on": "" }),
      script("c", "echo ${{ steps.a.outputs.greeting }}"),
    ],
    {
      actions: async (folder) => ({
        greet: await action(
          folder,
          "greet",
          {
            inputs: { who: { default: "world", required: false }, "fail-on": { default: "high", required: false } },
            outputs: {},
            runs: { kind: "node", main: "main.cjs", post: "post.cjs" },
          },
          { "main.cjs": main, "post.cjs": post },
        ),
      }),
    },
  );
  expect(end.text.split("\n")).toEqual([
    "main refs/heads/main high",
    "main world ",
    "hi refs/heads/main",
    "post world",
    "post refs/heads/main",
  ]);
});

test("a composite action sees its inputs and own steps, not the job's, and gives outputs", async () => {
  const end = await play(
    [
      script("outer", "echo x"),
      uses("composed", "compose", { name: "shop" }),
      script("after", "echo ${{ steps.composed.outputs.greeting }} [${{ steps.inner.outputs.x }}]"),
    ],
    {
      actions: async (folder) => ({
        compose: await action(folder, "compose", {
          inputs: { name: { required: true } },
          outputs: { greeting: "${{ steps.inner.outputs.x }}" },
          runs: {
            kind: "composite",
            steps: [
              script(
                "inner",
                'echo "x=hello ${{ inputs.name }}[${{ steps.outer.outcome }}]" >> "$GITHUB_OUTPUT"; test -d "${{ github.action_path }}"',
              ),
            ],
          },
        }),
      }),
    },
  );
  expect(end.text.split("\n").at(-1)).toBe("hello shop[] []");
});

test("an action that is not found fails its step with the reason", async () => {
  const end = await play([uses("x", "acme/nowhere@v1")]);
  expect(end).toMatchObject({ result: "failure", text: "no action acme/nowhere@v1" });
});

test("a stand-in says what it does instead", async () => {
  const end = await play(
    [
      uses("node", "actions/setup-node@v7", { "node-version": "24" }),
      script("see", "echo $CHOSEN ${{ steps.node.outputs.version }}"),
    ],
    {
      actions: async () => ({
        "actions/setup-node@v7": {
          kind: "stand-in",
          instead: "takes the Node that is installed",
          run: async ({ inputs }) => ({
            ok: true,
            outputs: { version: inputs["node-version"] ?? "" },
            env: { CHOSEN: "yes" },
          }),
        },
      }),
    },
  );
  expect(end.text).toBe("yes 24");
  expect(end.events).toContainEqual(
    expect.objectContaining({ kind: "stood-in", step: "node", instead: "takes the Node that is installed" }),
  );
});

test("a step has empty files of its own, also where the one before said nothing, ran on, or removed them", async () => {
  const shown = 'cat "$GITHUB_OUTPUT" "$GITHUB_ENV" "$GITHUB_STEP_SUMMARY"; echo "$GITHUB_OUTPUT" >> "$HERE"';
  const here = `HERE=\${RUNNER_TEMP:-$GITHUB_WORKSPACE}/../where; `;
  const end = await play([
    script("silent", here + shown),
    script("speaks", `${here}${shown}; echo a=1 >> "$GITHUB_OUTPUT"`),
    script("runs-on", `${here}${shown}; (sleep 0.3; echo late=1 >> "$GITHUB_OUTPUT") >/dev/null 2>&1 &`),
    script("after", `${here}${shown}; sleep 0.6; cat "$GITHUB_OUTPUT"`),
    script("removes", `${here}${shown}; rm -r "$(dirname "$GITHUB_OUTPUT")"`),
    script("last", `${here}${shown}; echo b=2 >> "$GITHUB_OUTPUT"; uniq "$HERE" | wc -l`),
  ]);
  expect(end.result, end.text).toBe("success");
  const outputs = end.events.flatMap((event) => (event.kind === "step-ended" ? [event.outputs] : []));
  expect(outputs).toEqual([{}, { a: "1" }, {}, {}, {}, { b: "2" }]);
  // silent and speaks share theirs, after and removes too; what runs on keeps its own
  expect(end.text.trim()).toBe("4");
});
