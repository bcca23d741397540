import type { ActionSpec } from "../../src/spec/action.ts";

export const spec = {
  name: "rollback",
  title: "Roll back",
  description:
    "Brings back the last release that was live with passed smoke checks, by its recorded bundle, and holds further deploys.",
  inputs: {
    app: { type: "string", description: "The app.", required: true, example: "shop" },
    environment: { type: "string", description: "The environment.", required: true, example: "staging" },
    namespace: { type: "string", description: "Where the release lives.", required: true, example: "shop-staging" },
    "state-namespace": { type: "string", description: "Where its records are kept; default: `namespace`." },
    undo: {
      type: "choice",
      options: ["this-run", "live"],
      description: "`this-run`: only what this very run recorded; `live`: whatever stands now.",
      default: "this-run",
    },
    to: { type: "string", description: "`previous`, or the id of a release on record.", default: "previous" },
    list: { type: "boolean", description: "Only list what one could go back to.", default: false },
    reason: {
      type: "string",
      description: "Recorded; needed to go to a release that never passed, or across an irreversible one.",
    },
    "dry-run": { type: "boolean", description: "Only the plan; nothing is written.", default: false },
    smoke: { type: "path", exists: "file", description: "Smoke checks to run afterwards." },
    kubeconfig: {
      type: "secret",
      structure: "yaml",
      description: "The kubeconfig itself, from a secret of this environment.",
    },
    context: { type: "string", description: "A context of the kubeconfig, or of the machine's own." },
    "in-cluster": { type: "boolean", description: "Use the pod's own service account.", default: false },
    kubectl: { type: "string", description: "The kubectl to use.", default: "kubectl" },
    timeout: { type: "duration", description: "For everything.", default: "10m" },
    grace: { type: "duration", description: "How long a crash loop may go on before it counts.", default: "60s" },
    "log-lines": {
      type: "integer",
      min: 0,
      max: 500,
      description: "Lines of a failed container's log to show.",
      default: 0,
    },
  },
  outputs: {
    verdict: { type: "choice", options: ["ok", "findings", "tool-error"], description: "How it ended." },
    result: {
      type: "string",
      description: "`rolled-back` (exit 0), `not-needed` (0), `nothing-to-go-back-to` (4), `rollback-failed` (5).",
    },
    release: { type: "string", description: "The rollback's own record." },
    from: { type: "string", description: "What was undone." },
    to: { type: "string", description: "What is live again." },
    cause: { type: "string", description: "Why the rollback failed." },
  },
  permissions: [],
  errors: {
    cluster: {
      meaning: "The cluster did not answer for longer than we wait.",
      hint: "Nothing was decided from its silence; run again when it answers.",
    },
    forbidden: { meaning: "The account lacks a right.", hint: "Compare its Role with k8s/bootstrap/access.yaml." },
    "lease-lost": { meaning: "The lease ran out while we worked; nothing more was written.", hint: "Run again." },
    head: { meaning: "The head object cannot be read.", hint: "It was edited by hand, or written by a newer version." },
    record: {
      meaning: "A release record cannot be read.",
      hint: "One of its ConfigMaps was lost or edited; choose another release.",
    },
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
    refused: {
      meaning: "This way back needs a reason, or is none.",
      hint: "Give `reason` if it is meant; it is recorded.",
    },
  },
  runs: { using: "node24" },
  branding: { icon: "rewind", color: "orange" },
  docs: "https://github.com/tidegate/tidegate/blob/main/actions/rollback/README.md",
} as const satisfies ActionSpec;
