/**
 * A team's week on the real cluster, by the actions' own bundles and the laptop's command, with the smallest Role: two good
 * releases, a bad one, the way back, the hold, the fix, an older release, and somebody's change by hand.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { play, type Transcript } from "../../../src/action/testing/index.ts";
import { textAt } from "../../../src/release/json/json.ts";
import { bundle } from "../../../tools/bundle/bundle.ts";
import { configMap } from "../../integration/release/manifests.ts";
import { type Ran, run } from "../host/run.ts";
import type { App } from "./app.ts";
import { probe } from "./manifests.ts";
import { startWorld, type World } from "./world.ts";

const root = join(import.meta.dirname, "../../..");
const where = { app: "tide", environment: "engine" };

let world: World;
let app: App;
let deployAction: string;
let rollbackAction: string;
let kubeconfig: string;
beforeAll(async () => {
  const kinds = [
    { apiVersion: "apps/v1", kind: "Deployment" },
    { apiVersion: "v1", kind: "Service" },
    { apiVersion: "v1", kind: "ConfigMap" },
  ];
  world = await startWorld("story", { kinds });
  app = await world.app(where.app);
  kubeconfig = readFileSync(world.access.kubeconfig ?? "", "utf8");
  [deployAction, rollbackAction] = await Promise.all([
    bundle(root, "actions/kustomize-deploy/main.ts"),
    bundle(root, "actions/rollback/main.ts"),
  ]);
});
afterAll(() => world[Symbol.asyncDispose]());

const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web" },
  spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: "http" }] },
};
/** Two workloads, of which only the first changes; the configuration's name says its content. */
const overlay = (version: string, env: object, extra: readonly object[]) => ({
  "k8s/objects.json": JSON.stringify({
    apiVersion: "v1",
    kind: "List",
    items: [
      probe("web", { env: { VERSION: version, ...env }, container: { envFrom: [{ configMapRef: { name: "conf" } }] } }),
      probe("api"),
      service,
      ...extra,
    ],
  }),
  "k8s/kustomization.yaml": JSON.stringify({
    resources: ["objects.json"],
    configMapGenerator: [{ name: "conf", literals: [`mode=${version}`] }],
  }),
  "smoke.yaml": `within: 30s
successes: 2
checks:
  - name: it answers
    service: web
    path: /healthz
`,
});

interface Change {
  readonly env?: object;
  readonly extra?: readonly object[];
  readonly message?: string;
}

/** The workflow's deploy step in the run of this id. */
async function deployed(runId: number, version: string, { env = {}, extra = [], message = "Go on" }: Change = {}) {
  return play({
    bundle: deployAction,
    real: ["kubectl", "git"],
    files: overlay(version, env, extra),
    // each commit follows on the last: what GitHub says of the way from there to here
    http: { "*": { body: { status: "ahead", total_commits: 1, commits: [{ commit: { message } }] } } },
    env: ({ http }) => ({ GITHUB_API_URL: http, GITHUB_RUN_ID: String(runId), GITHUB_ACTOR: "dana" }),
    inputs: {
      ...where,
      token: "ghs_0123456789abcdef",
      overlay: "k8s",
      namespace: world.namespace,
      images: `probe=${world.image.digest}`,
      "image-names": `probe=${world.image.name}`,
      "require-scan": "false",
      kubeconfig,
      commit: String(runId).padStart(40, "0"),
      smoke: "smoke.yaml",
      timeout: "90s",
      "fatal-exit-codes": "3",
    },
  });
}

/** Where it ended otherwise, the log says why. */
const ended = ({ outputs, log }: Transcript, expected: object) =>
  expect(outputs, log.replaceAll(/::add-mask::.*/g, "")).toMatchObject(expected);

/** `tidegate release …` as it is typed. */
const laptop = (...args: readonly string[]): Promise<Ran> => {
  const file = world.access.kubeconfig ?? "";
  const site = ["--app", where.app, "--environment", where.environment, "--namespace", world.namespace];
  const command = [process.execPath, join(root, "src/cli/main.ts"), "release", ...args] as const;
  return run([...command, ...site, "--kubeconfig", file], { env: { ...world.access.env } });
};

const answers = () => world.kubectl(["get", "--raw", `/api/v1/namespaces/${world.namespace}/services/web:80/proxy/`]);
const web = () => app.get("Deployment", "web", "apps/v1");
const mode = async () => {
  const path = ["spec", "template", "spec", "containers", 0, "envFrom", 0, "configMapRef", "name"] as const;
  return textAt(await app.get("ConfigMap", textAt(await web(), ...path) ?? ""), "data", "mode");
};

test("two commits: each live and proven; what did not change was not restarted", async () => {
  ended(await deployed(2001, "1"), { verdict: "ok", status: "live", release: "2001-1" });
  const pod = await world.kubectl(["get", "pods", "-l", "app=api", "-o=name"]);
  const second = await deployed(2002, "2", { extra: [configMap("extra", { a: "1" })] });
  ended(second, { verdict: "ok", status: "live", release: "2002-1", previous: "2001-1" });
  expect(await answers()).toBe("2\n");
  expect(await world.kubectl(["get", "pods", "-l", "app=api", "-o=name"])).toBe(pod);
  expect(await app.story()).toEqual(["2001-1 replaced", "2002-1 live"]);
});

test("a bad third: its cause is told, and what worked is live again by itself", async () => {
  const bad = await deployed(2003, "3", { env: { CRASH: "3" } });
  ended(bad, { verdict: "findings", status: "rolled-back" });
  expect(bad.log).toContain("crash asked for by CRASH=3");
  expect(bad.log).toMatch(/container web: ended with exit code 3/);
  expect(bad.log).toContain("release 2002-1 is live again, as 2003-2");
  expect([await answers(), await mode()]).toEqual(["2\n", "2"]);
  expect(await app.story()).toEqual(["2001-1 replaced", "2002-1 replaced", "2003-1 rolled-back", "2003-2 live"]);
});

test("the hold: the next commit is refused before any write, until one says that it mends the fault", async () => {
  const held = await deployed(2004, "4");
  ended(held, { verdict: "findings", status: "held" });
  expect(held.log).toContain("tidegate release unhold 2003-1");
  expect((await app.head()).entries).toHaveLength(4);
  const fixed = await deployed(2005, "5", { message: "Mend the crash\n\nFixes-Release: 2003-1" });
  ended(fixed, { verdict: "ok", status: "live", release: "2005-1" });
  expect(fixed.log).toContain("ConfigMap extra pruned");
  expect(await app.get("ConfigMap", "extra")).toBeUndefined();
  expect([await answers(), await mode()]).toEqual(["5\n", "5"]);
});

test("back to an earlier release, as rollback.yml does: its configuration comes back with it", async () => {
  const transcript = await play({
    bundle: rollbackAction,
    real: ["kubectl"],
    files: overlay("1", {}, []),
    env: { GITHUB_RUN_ID: "2006", GITHUB_ACTOR: "dana" },
    inputs: {
      ...where,
      namespace: world.namespace,
      kubeconfig,
      undo: "live",
      to: "2001-1",
      smoke: "smoke.yaml",
      timeout: "90s",
    },
  });
  ended(transcript, { result: "rolled-back", from: "2005-1", to: "2001-1", release: "2006-1" });
  expect([await answers(), await mode()]).toEqual(["1\n", "1"]);
});

test("a change by hand: seen by a plan from the laptop, and taken over by the way back", async () => {
  expect(await laptop("diff")).toMatchObject({ code: 0, stdout: "the cluster is as release 2006-1 left it\n" });
  await world.kubectl(["set", "env", "deployment/web", "VERSION=hand"]);
  await world.kubectl(["rollout", "status", "deployment/web", "--timeout=60s"]);
  const drift = await laptop("diff");
  expect(drift.code).toBe(1);
  expect(drift.stdout).toMatch(/env\[VERSION\].*hand → 1/);
  expect(drift.stdout).toContain("taken over from kubectl-set");
  const back = await laptop("rollback", "2002-1", "--yes", "--json");
  expect(JSON.parse(back.stdout)).toMatchObject({
    result: "rolled-back",
    from: "2006-1",
    to: "2002-1",
    kept: [expect.stringMatching(/^Deployment web: .* taken over from kubectl-set$/)],
  });
  expect([await answers(), await mode()]).toEqual(["2\n", "2"]);
  expect(await app.get("ConfigMap", "extra")).toBeDefined();
});

test("the laptop tells all of it: what is live, and by whom and what it was proven", async () => {
  const { stdout } = await laptop("list");
  for (const line of [/2007-1.*live/, /2003-1.*rolled-back/, /2001-1.*replaced.*dana/]) expect(stdout).toMatch(line);
});
