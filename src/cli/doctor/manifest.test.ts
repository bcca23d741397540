import { expect, test } from "vitest";
import { defineConfig } from "../../config/index.ts";
import { bootstrapYaml } from "./manifest.ts";

const place = { overlay: "k8s", smoke: "smoke.yml", kubeconfig: "KUBE_CONFIG", namespace: "shop" } as const;
const config = defineConfig({
  repository: "acme/shop",
  app: "shop",
  services: { web: { path: "web", runtime: { node: "24" } } },
  registry: { host: "ghcr.io", namespace: "acme" },
  environments: { staging: place, production: { ...place, after: "staging" } },
  secrets: { KUBE_CONFIG: "x" },
});
const deployment = { apiVersion: "apps/v1", kind: "Deployment" };

test("a deployer gets no rights over what could widen its own, and the administrator is told", () => {
  const yaml = bootstrapYaml(config, [
    deployment,
    { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role" },
    { apiVersion: "v1", kind: "Namespace" },
  ]);
  expect(yaml).toContain(
    "# No rights over Role, Namespace, which the overlays hold: apply those by hand, and take them out.",
  );
  expect(yaml).not.toMatch(/^ {6}- (roles|namespaces)$/m);
  expect(yaml).toMatch(/^ {6}- deployments$/m);
});

test("two environments of one namespace make it once, and have a Role each", () => {
  const yaml = bootstrapYaml(config, [deployment]);
  expect(yaml.match(/^kind: Namespace$/gm)).toHaveLength(1);
  expect(yaml).toContain("name: ci-deployer-shop-staging");
  expect(yaml).toContain("name: ci-deployer-shop-production");
  expect(yaml).not.toContain("No rights over");
});
