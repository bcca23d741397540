/** What scheduled.yml reads of production: its own script and tools/watch/live.ts, with the real kubectl, against a cluster. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { configMap, deployment, secret } from "../release/manifests.ts";
import { digest, startWorld, type World } from "../release/world.ts";
import { run, scriptOf } from "./step.ts";

const root = join(import.meta.dirname, "../../..");
const script = scriptOf("scheduled", "live", "Compare the cluster with its records");
const namespace = "techcommerce-production";
const site = { identity: { app: "techcommerce", environment: "production" }, namespace };
const scope = { namespace, namespaces: [], clusterKinds: [], createNamespace: true };

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function asFile(kubeconfig: string): string {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-reader-"));
  folders.push(folder);
  writeFileSync(join(folder, "kubeconfig"), kubeconfig);
  return join(folder, "kubeconfig");
}

/** The step in a checkout, with what it found and what it leaves of the kubeconfig. */
async function look(kubeconfig: string) {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-live-"));
  folders.push(folder);
  symlinkSync(join(root, "tools"), join(folder, "tools"));
  const KUBECONFIG = join(folder, "kubeconfig");
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder, KUBECONFIG, KUBE_CONFIG_READ: kubeconfig };
  const ended = await run(script, env, folder);
  const found = join(folder, "findings.md");
  return { ...ended, found: existsSync(found) ? readFileSync(found, "utf8") : "", left: existsSync(KUBECONFIG) };
}

/** As whom scheduled.yml looks: with the rights of k8s/bootstrap/access.yaml, applied by an administrator. */
async function asReader(world: World): Promise<string> {
  const access = parseAllDocuments(readFileSync(join(root, "k8s/bootstrap/access.yaml"), "utf8"))
    .map((document): { metadata: { namespace: string } } => document.toJS())
    .filter(({ metadata }) => metadata.namespace === namespace);
  const file = join(world.folder, "access.json");
  writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "List", items: access }));
  await kubectl(world, "apply", "-f", file);
  return world.cluster.kubeconfigFor({
    name: `system:serviceaccount:${namespace}:ci-reader`,
    groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"],
  });
}

const kubectl = ({ access }: World, ...args: readonly string[]) =>
  promisify(execFile)("kubectl", ["--kubeconfig", access.kubeconfig ?? "", "--namespace", namespace, ...args]);

test("a cluster that is as it was recorded is no finding; one that was changed is told, and no value of a Secret with it", async () => {
  await using world = await startWorld(undefined, { rbac: true });
  await world.manifests(
    deployment("frontend", "a"),
    deployment("order-api", "b"),
    configMap("conf", { a: "1" }),
    configMap("gone", { a: "1" }),
    secret("db", { password: "never-shown-here" }),
  );
  const images = [
    { name: "registry.example/acme/frontend", digest: digest("a") },
    { name: "registry.example/acme/order-api", digest: digest("b") },
  ];
  expect(await world.deploy(1, { site, scope, images })).toMatchObject({ status: "live" });
  const kubeconfig = await asReader(world);
  expect(await look(kubeconfig)).toEqual({
    code: 0,
    said: "",
    summary: "",
    outputs: `frontend=${digest("a")}\norder-api=${digest("b")}\n`,
    found: "",
    left: false,
  });

  await kubectl(world, "scale", "deployment/frontend", "--replicas=5");
  await kubectl(world, "delete", "configmap/gone");
  await kubectl(world, "patch", "secret/db", "--patch", '{"stringData": {"password": "by-hand-and-secret"}}');
  const changed = await look(kubeconfig);
  expect(changed).toMatchObject({ code: 0, left: false });
  expect(changed.found.trim().split("\n").sort()).toEqual([
    "- production: ConfigMap gone is gone",
    "- production: Deployment frontend: spec.replicas is kubectl's now",
  ]);
  expect(JSON.stringify(changed)).not.toMatch(/never-shown-here|by-hand-and-secret/);
  await expect(kubectl(world, "get", "secret/db", "--kubeconfig", asFile(kubeconfig))).rejects.toThrow(/forbidden/i);
  const scale = ["scale", "deployment/frontend", "--replicas=1", "--kubeconfig", asFile(kubeconfig)];
  await expect(kubectl(world, ...scale)).rejects.toThrow(/forbidden/i);
});

test("a namespace in which nothing is live yet is said, and nothing is scanned", async () => {
  await using world = await startWorld();
  const ended = await look(readFileSync(world.access.kubeconfig ?? "", "utf8"));
  expect(ended).toMatchObject({ code: 0, outputs: "", found: "- production: nothing is live\n", left: false });
});

test("a kubeconfig that is none makes the job red, in a sentence, and is not left behind", async () => {
  const ended = await look("{clusters: [");
  expect(ended).toMatchObject({ code: 1, outputs: "", found: "", left: false });
  expect(ended.said).toMatch(/^::error::\S*main\.ts release list ended with [12]: [^\n]+\n$/);
});
