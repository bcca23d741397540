import { type Config, defineConfig } from "../../../src/config/index.ts";

const services = { web: { path: "web", runtime: { node: "24" } } };
const registry = { host: "ghcr.io", namespace: "acme" };
const base = { repository: "acme/shop", app: "shop", services, registry } as const;
const place = { namespace: "shop", overlay: "k8s", smoke: "smoke.yml" };

// every name is declared: this compiles, and fits where any configuration does
export const whole: Config = defineConfig({
  ...base,
  environments: {
    staging: { ...place, kubeconfig: "KUBE_CONFIG" },
    production: { ...place, after: "staging", gate: "approval", kubeconfig: "KUBE_CONFIG" },
  },
  secrets: { KUBE_CONFIG: "the deployer's kubeconfig" },
  variables: { REGISTRY: "a mirror" },
  rehearse: { variables: { REGISTRY: "127.0.0.1:5000" } },
});

export const secret = defineConfig({
  ...base,
  // ✗ a secret that is not declared
  environments: { staging: { ...place, kubeconfig: "KUBECONFIG" } },
  secrets: { KUBE_CONFIG: "the deployer's kubeconfig" },
});

export const after = defineConfig({
  ...base,
  environments: {
    staging: { ...place, kubeconfig: "KUBE_CONFIG" },
    // ✗ an environment that is not declared
    production: { ...place, after: "stagnig", kubeconfig: "KUBE_CONFIG" },
  },
  secrets: { KUBE_CONFIG: "the deployer's kubeconfig" },
});

export const variable = defineConfig({
  ...base,
  // ✗ a variable that is not declared
  registry: { host: "ghcr.io", namespace: "acme", hostFrom: "REGISTRYS" },
  environments: { staging: { ...place, kubeconfig: "KUBE_CONFIG" } },
  secrets: { KUBE_CONFIG: "the deployer's kubeconfig" },
  variables: { REGISTRY: "a mirror" },
});

export const gate = defineConfig({
  ...base,
  // ✗ a gate that there is not
  environments: { staging: { ...place, gate: "approved", kubeconfig: "KUBE_CONFIG" } },
  secrets: { KUBE_CONFIG: "the deployer's kubeconfig" },
});

export const typo = defineConfig({
  ...base,
  // ✗ a typo in a setting
  environments: { staging: { ...place, overlays: "k8s", kubeconfig: "KUBE_CONFIG" } },
  secrets: { KUBE_CONFIG: "the deployer's kubeconfig" },
});

export const notified = defineConfig({
  ...base,
  environments: { staging: { ...place, kubeconfig: "KUBE_CONFIG" } },
  secrets: { KUBE_CONFIG: "the deployer's kubeconfig" },
  // ✗ a notification by a secret that is not declared
  notifications: [{ to: "slack", url: "SLACK_WEBHOOK" }],
});

export const unset = defineConfig({
  ...base,
  environments: { staging: { ...place, kubeconfig: "KUBE_CONFIG" } },
  secrets: { KUBE_CONFIG: "the deployer's kubeconfig" },
  variables: { REGISTRY: "a mirror" },
  // ✗ a rehearsal's value for a variable that is not declared
  rehearse: { variables: { REGISTRYS: "127.0.0.1:5000" } },
});
