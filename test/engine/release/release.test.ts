import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessObjects } from "../../../src/release/access/role.ts";
import { objectsAt, parseJson, textAt } from "../../../src/release/json/json.ts";
import { connect, type Connection as Way } from "../../../src/release/kube/connect.ts";
import { kubectlRunner } from "../../../src/release/kube/kubectl.ts";
import type { Access } from "../../../src/release/kube/proxy.ts";
import { digestsOf, imageThere } from "../../../src/release/registry/registry.ts";
import { readSmoke } from "../../../src/release/smoke/check.ts";
import { type DeployInput, deploy } from "../../../src/release/story/deploy.ts";
import type { Prove } from "../../../src/release/story/prove.ts";
import { proveRelease } from "../../../src/release/story/prove-release.ts";
import { rollback } from "../../../src/release/story/rollback.ts";
import type { Site } from "../../../src/release/story/site.ts";
import { systemClock } from "../../../src/release/system-clock.ts";
import { connection, environmentFor } from "../connect.ts";

// its own each time: a namespace that was deleted takes its time to go
const namespace = `tidegate-release-${randomUUID().slice(0, 8)}`;
const identity = { app: "toy", environment: "engine" };
const engine = connection();
const env = { ...process.env, ...environmentFor(engine) };
const signal = new AbortController().signal;
const said: string[] = [];
const say = (line: string) => {
  said.push(line);
};
const kubectl = (...argv: readonly string[]) => promisify(execFile)("kubectl", [...argv], { env });

let folder: string;
let way: Way;
let access: Access;
let digest: string;
const [imageName = "", tag = ""] = splitTag(engine.images.probe);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tidegate-release-"));
  await kubectl("create", "namespace", namespace);
  const kinds = [
    { apiVersion: "apps/v1", kind: "Deployment" },
    { apiVersion: "v1", kind: "Service" },
    { apiVersion: "v1", kind: "ConfigMap" },
  ];
  const file = join(folder, "access.json");
  await writeFile(
    file,
    JSON.stringify({ apiVersion: "v1", kind: "List", items: accessObjects(identity, [namespace], kinds) }),
  );
  await kubectl("apply", "-f", file);
  access = await asDeployer();
  way = await connect({ access, clock: systemClock, random: Math.random, say, requestMs: 15_000, patienceMs: 60_000 });
  digest = await probeDigest();
}, 120_000);

afterAll(async () => {
  await way?.close();
  await kubectl("delete", "namespace", namespace, "--ignore-not-found", "--wait=false");
  await rm(folder, { recursive: true, force: true });
});

/** A kubeconfig that holds nothing but the service account's token: the smallest Role is all there is. */
async function asDeployer(): Promise<Access> {
  const { stdout: token } = await kubectl("create", "token", "ci-deployer", "-n", namespace, "--duration=1h");
  const { stdout } = await kubectl("config", "view", "--raw", "--minify", "-o", "json");
  const config = parseJson(stdout);
  const [cluster] = objectsAt(config, "clusters");
  const kubeconfig = join(folder, "kubeconfig");
  const user = { name: "ci", user: { token: token.trim() } };
  await writeFile(
    kubeconfig,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [cluster],
      users: [user],
      contexts: [{ name: "ci", context: { cluster: textAt(cluster, "name") ?? "", user: "ci" } }],
      "current-context": "ci",
    }),
    { mode: 0o600 },
  );
  return { kubectl: "kubectl", kubeconfig, env };
}

function splitTag(image: string): readonly string[] {
  const at = image.lastIndexOf(":");
  return [image.slice(0, at), image.slice(at + 1)];
}

async function probeDigest(): Promise<string> {
  const [, ...path] = imageName.split("/");
  const accept =
    "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json";
  const answer = await fetch(`http://${engine.registry}/v2/${path.join("/")}/manifests/${tag}`, {
    method: "HEAD",
    headers: { accept },
  });
  return answer.headers.get("docker-content-digest") ?? "";
}

const probe = (name: string, settings: Readonly<Record<string, string>>) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        containers: [
          {
            name,
            image: "probe",
            ports: [{ name: "http", containerPort: 8080 }],
            readinessProbe: { httpGet: { path: "/healthz", port: "http" }, periodSeconds: 1 },
            env: Object.entries(settings).map(([key, value]) => ({ name: key, value })),
          },
        ],
      },
    },
  },
});
const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web" },
  spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: "http" }] },
};
const conf = (mode: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "conf" }, data: { mode } });

const registry = { fetch: globalThis.fetch, signal, credential: () => undefined };
const prove: Prove = async (desk, record) => {
  const file = readSmoke({
    within: "30s",
    successes: 2,
    checks: [{ name: "it answers", service: "web", path: "/healthz" }],
  });
  if ("problems" in file) throw new Error(file.problems.join());
  const report = await proveRelease(desk, record, {
    file,
    access,
    digests: (image, wanted) => digestsOf(image, wanted, registry),
  });
  expect(report.unproven).toEqual([]);
  return { verdict: report.verdict, message: report.message };
};
const site = (): Site => ({
  identity,
  namespace,
  connection: way,
  clock: systemClock,
  random: Math.random,
  say,
  signal,
  mask: () => {},
  hide: (text) => text,
  timing: { leaseMs: 60_000, requestMs: 15_000 },
});
const patience = { graceMs: 10_000, settleMs: 5_000, fatalExitCodes: [] };
const runner = (order: number) => ({ holder: `acme/toy/${order}/1`, actor: "dana", order, facts: {} });

async function deployAll(order: number, objects: readonly object[], more: Partial<DeployInput> = {}) {
  const overlay = join(folder, "bundle.json");
  await writeFile(overlay, JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
  return deploy(site(), {
    overlay,
    images: [{ name: "probe", newName: imageName, digest }],
    scans: [],
    requireScan: false,
    scope: { namespace, namespaces: [], clusterKinds: [], createNamespace: false },
    runner: runner(order),
    kubectl: kubectlRunner("kubectl", env, signal),
    timeoutMs: 90_000,
    patience,
    logLines: 20,
    pruneCap: 10,
    takeOver: [],
    allowOlder: false,
    releaseHold: undefined,
    irreversible: undefined,
    dryRun: false,
    history: { ancestry: async () => "unknown", fixes: async () => [] },
    afterwards: { prove },
    ...more,
  });
}

test("with the smallest Role alone: two releases, the digest in the pods is the one deployed", async () => {
  expect(await deployAll(1, [probe("web", { VERSION: "1" }), probe("api", {}), service, conf("one")])).toMatchObject({
    status: "live",
    proven: true,
  });
  expect(await deployAll(2, [probe("web", { VERSION: "2" }), probe("api", {}), service, conf("two")])).toMatchObject({
    status: "live",
    previous: "1-1",
  });
}, 240_000);

test("row 5: a crash loop: named with exit code and last lines; the way back; the hold", async () => {
  const failed = await deployAll(3, [
    probe("web", { VERSION: "3", CRASH: "3" }),
    probe("api", {}),
    service,
    conf("three"),
  ]);
  expect(failed).toMatchObject({ status: "failed", causes: [{ code: "crash", container: "web", exitCode: 3 }] });
  expect(failed.causes[0]?.log.join("\n")).toContain("CRASH=3");
  const back = await rollback(site(), {
    undo: "this-run",
    to: "previous",
    reason: undefined,
    runner: runner(3),
    timeoutMs: 90_000,
    patience,
    logLines: 0,
    dryRun: false,
    prove,
    imageThere: (name, wanted) => imageThere(name, wanted, registry),
  });
  expect(back).toMatchObject({ result: "rolled-back", from: "3-1", to: "2-1" });
  const { stdout } = await kubectl("-n", namespace, "get", "configmap", "conf", "-o", "jsonpath={.data.mode}");
  expect(stdout).toBe("two");
  expect(await deployAll(4, [probe("web", {}), service])).toMatchObject({ status: "held" });
}, 240_000);

test("row 4: an image that is not in the registry fails at once, and nothing else changed", async () => {
  const result = await deployAll(5, [probe("web", { VERSION: "5" }), probe("api", {}), service, conf("five")], {
    releaseHold: "3-1",
    images: [{ name: "probe", newName: `${imageName}-absent`, digest }],
  });
  expect(result).toMatchObject({ status: "failed" });
  expect(result.causes[0]?.code).toBe("image");
}, 120_000);

test("row 6: a ConfigMap that is not there", async () => {
  const missing = probe("web", { VERSION: "6" });
  const [container] = missing.spec.template.spec.containers;
  const bundle = {
    ...missing,
    spec: {
      ...missing.spec,
      template: {
        ...missing.spec.template,
        spec: { containers: [{ ...container, envFrom: [{ configMapRef: { name: "absent" } }] }] },
      },
    },
  };
  const result = await deployAll(6, [bundle, probe("api", {}), service, conf("six")], { releaseHold: "3-1" });
  expect(result).toMatchObject({ status: "failed", causes: [{ code: "config" }] });
  expect(result.cause).toContain("absent");
}, 120_000);

test("row 12: a selector cannot change: told before anything is written", async () => {
  const other = probe("web", {});
  const changed = {
    ...other,
    spec: {
      ...other.spec,
      selector: { matchLabels: { app: "web", tier: "x" } },
      template: { ...other.spec.template, metadata: { labels: { app: "web", tier: "x" } } },
    },
  };
  expect(await deployAll(7, [changed, probe("api", {}), service, conf("seven")], { releaseHold: "3-1" })).toMatchObject(
    {
      status: "refused",
      plan: { blocks: [{ code: "immutable" }] },
    },
  );
}, 120_000);

test("every verb of the Role was used: the audit log says so", async () => {
  if (engine.auditLog === null) return;
  const user = `system:serviceaccount:${namespace}:ci-deployer`;
  const lines = (await readFile(engine.auditLog, "utf8")).split("\n").filter((line) => line.includes(user));
  const used = new Set(
    lines.map((line) => {
      const event = parseJson(line);
      const sub = textAt(event, "objectRef", "subresource");
      return `${textAt(event, "verb")} ${textAt(event, "objectRef", "resource")}${sub === undefined ? "" : `/${sub}`}`;
    }),
  );
  const wanted = [
    "patch deployments",
    "create configmaps",
    "update configmaps",
    "create leases",
    "update leases",
    "watch pods",
    "get pods/log",
    "list events",
    "get services",
  ];
  expect(wanted.filter((one) => !used.has(one))).toEqual([]);
});
