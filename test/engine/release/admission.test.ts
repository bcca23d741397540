/** Those who may say no to a release: quotas, Pod Security, webhooks that deny and webhooks that are down. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appLabel } from "../../../src/release/identity/marks.ts";
import { type HookServer, hookServer, type Verdict } from "../../conformance/cluster/kit/hook-server.ts";
import { at } from "../../conformance/cluster/kit/json.ts";
import { configMap } from "../../integration/release/manifests.ts";
import { until } from "../host/patience.ts";
import { probe } from "./manifests.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
let small: World;
let restricted: World;
beforeAll(async () => {
  [world, small, restricted] = await Promise.all([
    startWorld("admission"),
    startWorld("quota"),
    startWorld("restricted", { labels: { "pod-security.kubernetes.io/enforce": "restricted" } }),
  ]);
});
afterAll(() => Promise.all([world, small, restricted].map((one) => one[Symbol.asyncDispose]())));

interface Hook {
  verdict: (review: unknown) => Verdict;
  readonly asked: string[];
}

/** A webhook for the Deployments of one app, for as long as the work takes. */
async function hooked(app: string, work: (hook: Hook) => Promise<void>): Promise<void> {
  const hook: Hook = { verdict: () => "allow", asked: [] };
  const server = await hookServer((review) => {
    const [name, dry] = [at(review, "request", "name"), at(review, "request", "dryRun")];
    hook.asked.push(`${String(name)}${dry === true ? " (dry run)" : ""}`);
    return hook.verdict(review);
  });
  const configuration = webhookFor(app, server);
  try {
    await world.kubectl(["create", "-f", "-"], configuration);
    // the API server takes a moment to learn of it
    const known = await until(async () => {
      await world.kubectl(["apply", "--dry-run=server", "-f", "-"], labelled(probe("seen"), app));
      return hook.asked.includes("seen (dry run)") ? true : undefined;
    }, 30_000);
    expect(known).toBe(true);
    hook.asked.length = 0;
    await work(hook);
  } finally {
    await world.kubectl(["delete", "validatingwebhookconfiguration", configuration.metadata.name]);
    await server.close();
  }
}

const labelled = (object: ReturnType<typeof probe>, app: string) => ({
  ...object,
  metadata: { ...object.metadata, labels: { [appLabel]: app } },
});

const webhookFor = (app: string, { url, caBundle }: HookServer) => ({
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingWebhookConfiguration",
  metadata: { name: `${world.namespace}-${app}` },
  webhooks: [
    {
      name: "policy.example.com",
      clientConfig: { url, caBundle },
      rules: [
        { apiGroups: ["apps"], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources: ["deployments"] },
      ],
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": world.namespace } },
      objectSelector: { matchLabels: { [appLabel]: app } },
      sideEffects: "None",
      admissionReviewVersions: ["v1"],
      timeoutSeconds: 1,
      failurePolicy: "Fail",
    },
  ],
});

describe.concurrent("somebody says no", () => {
  test("row 8: over quota, so that no pod can be made: the quota's own sentence is the cause", async () => {
    const hard = { pods: "0" };
    await small.kubectl(["create", "-f", "-"], {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "small" },
      spec: { hard },
    });
    const app = await small.app("quota");
    const result = await app.deploy(1, [probe("web")]);
    expect(result).toMatchObject({ status: "failed", causes: [{ code: "refused" }] });
    expect(result.cause).toMatch(/exceeded quota: small, requested: pods=1, used: pods=0, limited: pods=0/);
  });

  test("row 32: Pod Security refuses the pods: it fails at once with the policy's sentence", async () => {
    const app = await restricted.app("restricted");
    const patience = { graceMs: 600_000, settleMs: 600_000, fatalExitCodes: [] };
    const result = await app.deploy(1, [probe("web")], { timeoutMs: 600_000, patience });
    expect(result).toMatchObject({ status: "failed", causes: [{ code: "refused" }] });
    expect(result.cause).toContain('violates PodSecurity "restricted:latest"');
    // the dry run's warning said so before anything was written
    expect(app.said.join("\n")).toMatch(/warning: would violate PodSecurity/);
  });

  test("row 10: a webhook says no: it is asked once, and nothing was written", async () => {
    const app = await world.app("denied");
    await hooked("denied", async (hook) => {
      hook.verdict = () => ({ deny: "no team label" });
      const result = await app.deploy(1, [probe("denied"), configMap("denied", { a: "1" })]);
      expect(result).toMatchObject({ status: "refused", plan: { blocks: [{ code: "denied" }] } });
      expect(result.cause).toContain('admission webhook "policy.example.com" denied the request: no team label');
      expect(hook.asked).toEqual(["denied (dry run)"]);
      expect(await app.get("ConfigMap", "denied")).toBeUndefined();
      expect(await app.story()).toEqual([]);
    });
  });

  test.each([
    ["hangs up", "hang up"],
    ["does not answer in time", "stay silent"],
  ] as const)("row 10: a webhook %s: it is asked again until it is back", async (_, down) => {
    const name = down.replace(" ", "-");
    const app = await world.app(name);
    await hooked(name, async (hook) => {
      hook.verdict = () => (hook.asked.length > 2 ? "allow" : down);
      expect(await app.deploy(1, [probe(name, { replicas: 0 })])).toMatchObject({ status: "live" });
      expect(
        app.said.filter((line) => /failed calling webhook "policy.example.com".*trying again/.test(line)),
      ).toHaveLength(2);
    });
  });

  test("row 13: refused half way: what was applied is told, and going back restores exactly that", async () => {
    const app = await world.app("half");
    const bundle = (version: string) => [
      configMap("half", { version }),
      probe("half-a", { replicas: 0, env: { VERSION: version } }),
    ];
    expect(await app.deploy(1, bundle("1"))).toMatchObject({ status: "live" });
    await hooked("half", async (hook) => {
      // it lets every dry run pass: only the real write shows it
      hook.verdict = (review) => (at(review, "request", "dryRun") === true ? "allow" : { deny: "not today" });
      const failed = await app.deploy(2, [...bundle("2"), configMap("half-new", { version: "2" })]);
      expect(failed).toMatchObject({ status: "failed" });
      expect(failed.cause).toMatch(/Deployment half-a was refused: .*not today/);
      expect((await app.get("ConfigMap", "half"))?.["data"]).toEqual({ version: "2" });
      hook.verdict = () => "allow";
      expect(await app.rollback()).toMatchObject({ result: "rolled-back", from: "2-1", to: "1-1" });
    });
    expect((await app.get("ConfigMap", "half"))?.["data"]).toEqual({ version: "1" });
    expect(await app.get("ConfigMap", "half-new")).toBeUndefined();
    expect(await app.story()).toEqual(["1-1 replaced", "2-1 rolled-back", "3-1 live"]);
  });
});
