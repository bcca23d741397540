import { defineConfig } from "./src/config/index.ts";

const onSqlite = { env: { DATABASE_URL: "", DATA_DIR: "{data}" } };

/** TechCommerce: three services, released as one, through staging to production. */
export default defineConfig({
  repository: "tidegate/tidegate",
  app: "techcommerce",
  services: {
    frontend: { path: "services/frontend", runtime: { node: "24" }, coverage: 90 },
    "product-api": { path: "services/product-api", runtime: { python: "3.11" }, coverage: 90 },
    "order-api": { path: "services/order-api", runtime: { node: "24" }, coverage: 90 },
  },
  registry: { host: "ghcr.io", namespace: "tidegate/techcommerce", hostFrom: "REGISTRY" },
  environments: {
    staging: {
      namespace: "techcommerce-staging",
      overlay: "k8s/kustomize/overlays/staging",
      smoke: "k8s/smoke.yml",
      kubeconfig: "KUBE_CONFIG_STAGING",
      hosts: ["staging.shop.example"],
    },
    production: {
      after: "staging",
      gate: "approval",
      namespace: "techcommerce-production",
      overlay: "k8s/kustomize/overlays/production",
      smoke: "k8s/smoke.yml",
      backup: "k8s/backup/job.yaml",
      kubeconfig: "KUBE_CONFIG_PROD",
      hosts: ["shop.example"],
      rollback: "production-rollback",
      watch: { environment: "production-read", kubeconfig: "KUBE_CONFIG_READ" },
    },
  },
  secrets: {
    KUBE_CONFIG_STAGING: "kubeconfig of staging's ci-deployer",
    KUBE_CONFIG_PROD: "kubeconfig of production's ci-deployer",
    KUBE_CONFIG_READ: "kubeconfig of an account that reads the release records of production",
    SLACK_WEBHOOK: "an incoming webhook of the channel that hears about deploys",
  },
  variables: {
    REGISTRY: "another registry than ghcr.io, for a mirror or a rehearsal",
    ATTESTATIONS: "`off` where images cannot be attested",
    LIBRARY: "`no processes` where CI is to leave out the tests that start processes: set in rehearsals only",
  },
  attestations: { offFrom: "ATTESTATIONS" },
  notifications: [{ to: "slack", url: "SLACK_WEBHOOK" }],
  rehearse: {
    bootstrap: [
      "k8s/bootstrap",
      { printedBy: ["node", "tools/shop/secrets.ts", "techcommerce-staging"] },
      { printedBy: ["node", "tools/shop/secrets.ts", "techcommerce-production"] },
    ],
    standIns: {
      "docker.io/library/postgres": { instead: "keeps nothing: the services keep their data in SQLite files" },
    },
    // no database here: each service does what it does on a developer's machine
    containers: { "product-api": onSqlite, "order-api": onSqlite, migrate: onSqlite },
    variables: { ATTESTATIONS: "off", LIBRARY: "no processes" },
  },
  check: { longestChain: 4 },
});
