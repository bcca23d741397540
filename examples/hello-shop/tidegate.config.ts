import { defineConfig } from "tidegate/config";

export default defineConfig({
  repository: "acme/hello-shop",
  app: "hello-shop",
  services: { hello: { path: "services/hello", runtime: { node: "24" } } },
  registry: { host: "ghcr.io", namespace: "acme/hello-shop", hostFrom: "REGISTRY" },
  environments: {
    staging: {
      namespace: "hello-staging",
      overlay: "k8s/staging",
      smoke: "k8s/smoke.yml",
      kubeconfig: "KUBE_CONFIG_STAGING",
    },
    production: {
      after: "staging",
      gate: "approval",
      namespace: "hello-production",
      overlay: "k8s/production",
      smoke: "k8s/smoke.yml",
      kubeconfig: "KUBE_CONFIG_PROD",
    },
  },
  secrets: { KUBE_CONFIG_STAGING: "staging's deployer", KUBE_CONFIG_PROD: "production's deployer" },
  variables: {
    REGISTRY: "another registry than ghcr.io, for a mirror or a rehearsal",
    ATTESTATIONS: "`off` where images cannot be attested",
  },
  attestations: { offFrom: "ATTESTATIONS" },
  rehearse: { bootstrap: ["k8s/bootstrap.yaml"], variables: { ATTESTATIONS: "off" } },
});
