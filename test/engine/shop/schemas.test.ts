/** Every manifest against the schemas of the cluster's own version, strictly: no unknown field, no wrong type. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../host/run.ts";
import { moduleFolder, modules, template, writeKubernetes, writeOperator } from "./schemas.ts";

const root = join(import.meta.dirname, "../../..");
let folder: string;
let kubeconform: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "schemas-"));
  execFileSync("go", ["install", "github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0"], {
    cwd: folder,
    env: { ...process.env, GOBIN: folder, CGO_ENABLED: "0" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  kubeconform = join(folder, "kubeconform");
  const into = join(folder, "schemas");
  writeKubernetes(moduleFolder(modules.kubernetes, folder), into);
  writeOperator(join(moduleFolder(modules.prometheusOperator, folder), "example/prometheus-operator-crd"), into);
  writeOperator(join(moduleFolder(modules.externalSecrets, folder), "config/crds/bases"), into);
}, 400_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const judge = (manifests: string) =>
  run(
    [kubeconform, "-strict", "-summary", "-output=json", "-schema-location", join(folder, "schemas", template), "-"],
    { input: manifests },
  );

test.each([
  "k8s/bootstrap",
  "k8s/kustomize/overlays/staging",
  "k8s/kustomize/overlays/production",
  "monitoring",
  "monitoring/fluent-bit/base",
  "monitoring/fluent-bit/loki",
  "monitoring/fluent-bit/elasticsearch",
  "monitoring/fluent-bit/datadog",
])("%s", async (path) => {
  const { stdout } = await judge(execFileSync("kubectl", ["kustomize", join(root, path)], { encoding: "utf8" }));
  const { resources = [], summary }: { resources?: unknown[]; summary: Record<string, number> } = JSON.parse(stdout);
  expect(resources).toEqual([]);
  expect(summary).toMatchObject({ invalid: 0, errors: 0, skipped: 0 });
  expect(summary["valid"]).toBeGreaterThan(0);
});

test.each([["k8s/backup/job.yaml"], ["k8s/kustomize/components/external-secrets/secrets.yaml"]])("%s", async (path) => {
  const { stdout } = await judge(execFileSync("cat", [join(root, path)], { encoding: "utf8" }));
  expect(JSON.parse(stdout)).toMatchObject({ summary: { invalid: 0, errors: 0, skipped: 0 } });
});

test.each([
  ["a field that is none", "replica: 3"],
  ["a value of the wrong type", "replicas: three"],
])("%s is found", async (_name, field) => {
  const { stdout } = await judge(
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec:\n  ${field}\n  selector: {matchLabels: {a: b}}\n  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: x, image: y}]}}\n`,
  );
  expect(JSON.parse(stdout)).toMatchObject({ summary: { invalid: 1 } });
});
