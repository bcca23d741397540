import type { ActionSpec } from "../../src/spec/action.ts";

export const spec = {
  name: "smoke-test",
  title: "Smoke test",
  description:
    "Typed HTTP checks; with a release, proof that the pods that answer are of that very release, and the swap that makes it live.",
  inputs: {
    file: { type: "path", exists: "file", description: "The checks, as YAML.", example: "smoke.yml" },
    url: { type: "url", description: "Without a file: one address to check." },
    status: { type: "integer", description: "With `url`: the status expected.", default: 200 },
    body: { type: "string", description: "With `url`: a regular expression the body must match." },
    within: { type: "duration", description: "With `url`: how long it may take to pass.", default: "60s" },
    release: {
      type: "string",
      description:
        "The release to prove (output `release` of kustomize-deploy); then app, environment and namespace are needed too.",
    },
    app: { type: "string", description: "The app of the release." },
    environment: { type: "string", description: "The environment of the release." },
    namespace: { type: "string", description: "Where the release lives." },
    "state-namespace": { type: "string", description: "Where its record is kept; default: `namespace`." },
    kubeconfig: {
      type: "secret",
      structure: "yaml",
      description: "The kubeconfig itself, from a secret of this environment.",
    },
    context: { type: "string", description: "A context of the kubeconfig, or of the machine's own." },
    "in-cluster": { type: "boolean", description: "Use the pod's own service account.", default: false },
    kubectl: { type: "string", description: "The kubectl to use.", default: "kubectl" },
    timeout: { type: "duration", description: "How long to wait for the lease.", default: "5m" },
    "verify-window": {
      type: "duration",
      description: "How long the lease stays for a rollback step when a check failed.",
      default: "10m",
    },
    report: { type: "path", description: "Where to write the JUnit report.", default: "smoke-report.xml" },
  },
  outputs: {
    verdict: { type: "choice", options: ["ok", "findings", "tool-error"], description: "How it ended." },
    status: { type: "string", description: "With a release: what it is now." },
    passed: { type: "integer", description: "Checks that passed." },
    failed: { type: "integer", description: "Checks that failed." },
    "failed-checks": { type: "list", description: "Their names." },
    report: { type: "path", description: "The JUnit report." },
    cause: { type: "string", description: "Why it failed, in one sentence." },
  },
  permissions: [],
  errors: {
    cluster: {
      meaning: "The cluster did not answer for longer than we wait.",
      hint: "The release stays as it was; run again when it answers.",
    },
    forbidden: { meaning: "The account lacks a right.", hint: "Compare its Role with k8s/bootstrap/access.yaml." },
    "lease-lost": { meaning: "The lease ran out while we worked; nothing more was written.", hint: "Run again." },
    head: { meaning: "The head object cannot be read.", hint: "It was edited by hand, or written by a newer version." },
    record: { meaning: "A release record cannot be read.", hint: "One of its ConfigMaps was lost or edited." },
    overtaken: {
      meaning: "Another release took this one's place while it was stopped or waited.",
      hint: "Look at `tidegate release list`; if this one is still wanted, deploy it again.",
    },
    "refused-move": {
      meaning: "The release is in a state that does not allow this.",
      hint: "Look at `tidegate release list`.",
    },
    kubectl: { meaning: "kubectl could not be started.", hint: "Install it, or name it." },
    "port-forward": { meaning: "No way to a pod.", hint: "The account needs pods/portforward, see docs/access.md." },
  },
  runs: { using: "node24" },
  branding: { icon: "activity", color: "green" },
  docs: "https://github.com/tidegate/tidegate/blob/main/actions/smoke-test/README.md",
} as const satisfies ActionSpec;
