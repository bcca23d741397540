import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { canaryProblems, play, type Scenario } from "../../../../src/action/testing/index.ts";
import { bundle } from "../../../../tools/bundle/bundle.ts";
import { deployment, service } from "../../release/manifests.ts";
import { startWorld, type World } from "../../release/world.ts";

let world: World;
let built: string;
beforeAll(async () => {
  world = await startWorld();
  built = await bundle(join(import.meta.dirname, "../../../.."), "actions/kustomize-deploy/main.ts");
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

const digest = `sha256:${"a".repeat(64)}`;
const scan = { digest, platforms: ["linux/amd64"], verdict: "ok", policyDigest: digest, reportHash: digest };
const list = (...items: readonly object[]) => JSON.stringify({ apiVersion: "v1", kind: "List", items });
const probed = { container: { readinessProbe: { httpGet: { path: "/", port: 8080 }, periodSeconds: 1 } } };

const scenario = (app: string, manifests: string, more: Readonly<Record<string, string>> = {}): Scenario => ({
  bundle: built,
  real: ["kubectl", "git"],
  files: { "app.json": manifests },
  inputs: {
    overlay: "app.json",
    app,
    environment: "staging",
    namespace: "shop",
    images: `web=${digest}`,
    "image-names": "web=registry.example/acme/web",
    scans: JSON.stringify([scan]),
    kubeconfig: readFileSync(world.access.kubeconfig ?? "", "utf8"),
    commit: "0".repeat(40),
    token: "ghs_0123456789abcdef",
    grace: "300ms",
    timeout: "20s",
    ...more,
  },
});

test("deployed without checks: live, unproven; the outputs say so", async () => {
  const transcript = await play(scenario("plain", list(deployment("web", "a", { image: "web" }), service("web"))));
  expect(transcript.outputs).toMatchObject({ verdict: "ok", status: "live", release: "1001-1", changed: "2" });
  expect(transcript.log).toContain("release 1001-1 is live (unproven: no smoke checks ran)");
});

test("without a passing scan of the very digest: refused before anything is written", async () => {
  const other = { ...scan, digest: `sha256:${"b".repeat(64)}` };
  const transcript = await play(
    scenario("unscanned", list(deployment("web2", "a", { image: "web" })), { scans: JSON.stringify([other]) }),
  );
  expect(transcript.outputs).toMatchObject({ verdict: "tool-error", status: "refused" });
  expect(transcript.log).toContain("no scan of registry.example/acme/web@");
});

test("an image that was to be deployed and is not in the bundle is an error", async () => {
  const transcript = await play(scenario("other", list(deployment("web3", "a"))));
  expect(transcript.log).toContain("image web was to be deployed, but no workload of the bundle uses that name");
});

test("rows 23 and 31: a pod's log that commands, formats and tells secrets achieves nothing", async () => {
  const problems = await canaryProblems((text) =>
    scenario(
      "hostile",
      list(
        deployment("web4", "a", {
          image: "web",
          ...probed,
          script: { exit: { code: 1, after: 5 }, readyAfter: "never", logs: text.split("\n") },
        }),
      ),
    ),
  );
  expect(problems).toEqual([]);
});
