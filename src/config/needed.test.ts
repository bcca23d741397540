import { expect, test } from "vitest";
import { defineConfig, neededEnvironments, repositorySecrets } from "./index.ts";

const place = { namespace: "shop", overlay: "k8s", smoke: "smoke.yml" };
const config = defineConfig({
  repository: "acme/shop",
  app: "shop",
  services: { web: { path: "web", runtime: { node: "24" } } },
  registry: { host: "ghcr.io", namespace: "acme" },
  environments: {
    staging: { ...place, kubeconfig: "STAGING" },
    production: {
      ...place,
      after: "staging",
      gate: "approval",
      kubeconfig: "PROD",
      rollback: "production-rollback",
      watch: { environment: "production-read", kubeconfig: "READ" },
    },
  },
  secrets: { STAGING: "x", PROD: "x", READ: "x", SLACK: "x" },
});

test("GitHub's environments follow from those of the releases: with their gate, their secrets and their use", () => {
  expect(neededEnvironments(config)).toEqual([
    { name: "staging", gate: "none", selfReview: false, secrets: ["STAGING"], use: "deploys to staging" },
    { name: "production", gate: "approval", selfReview: false, secrets: ["PROD"], use: "deploys to production" },
    {
      name: "production-rollback",
      gate: "approval",
      selfReview: true,
      secrets: ["PROD"],
      use: "goes back in production",
    },
    { name: "production-read", gate: "none", selfReview: true, secrets: ["READ"], use: "looks at production" },
  ]);
});

test("what no environment holds is a secret of the repository", () => {
  expect(repositorySecrets(config)).toEqual(["SLACK"]);
});
