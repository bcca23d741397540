import { defineConfig } from "tidegate/config";

export default defineConfig({
  repository: "acme/post",
  app: "post",
  services: {
    web: { path: "apps/web", runtime: { node: "24" } },
    mailer: { path: "apps/mailer", runtime: { node: "24" } },
  },
  registry: { host: "ghcr.io", namespace: "acme/post", hostFrom: "REGISTRY" },
  environments: {
    staging: {
      namespace: "post-staging",
      overlay: "deploy/staging",
      smoke: "deploy/smoke.yml",
      kubeconfig: "KUBE_CONFIG_STAGING",
    },
    production: {
      after: "staging",
      gate: "approval",
      namespace: "post-production",
      overlay: "deploy/production",
      smoke: "deploy/smoke.yml",
      kubeconfig: "KUBE_CONFIG_PROD",
    },
  },
  secrets: { KUBE_CONFIG_STAGING: "staging's deployer", KUBE_CONFIG_PROD: "production's deployer" },
  variables: { REGISTRY: "another registry than ghcr.io", ATTESTATIONS: "`off` where images cannot be attested" },
  attestations: { offFrom: "ATTESTATIONS" },
  rehearse: { bootstrap: ["deploy/bootstrap.yaml"], variables: { ATTESTATIONS: "off" } },
  check: { longestChain: 4 },
});
