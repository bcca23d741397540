import { checkout, dockerLogin } from "../src/bindings/actions/index.ts";
import { github, job, orElse, workflow } from "../src/index.ts";
import { actionsAt, kubeconfigThere } from "../src/pipelines/index.ts";

const actions = actionsAt("$/actions");

/** Any repository's app in one environment, back to a release on record. */
export default workflow("Service: roll back", {
  on: {
    workflow_call: {
      inputs: {
        app: { type: "string", description: "What is released as one", required: true },
        environment: { type: "string", description: "The release's environment: production", required: true },
        "github-environment": {
          type: "string",
          description: "GitHub's environment with its own reviewers: production-rollback; left out: the release's",
          default: "",
        },
        namespace: { type: "string", description: "Where the app's objects are", required: true },
        release: { type: "string", description: "previous, or a release's id", default: "previous" },
        reason: { type: "string", description: "Why; it is recorded", required: true },
        smoke: { type: "string", description: "Smoke checks to run afterwards", default: "" },
        "dry-run": { type: "boolean", description: "Only say what would change", default: false },
        registry: { type: "string", description: "Where the images are", default: "ghcr.io" },
        username: { type: "string", description: "Who signs in to a registry other than ghcr.io", default: "" },
        "runs-on": { type: "string", description: "The label of a runner", default: "ubuntu-24.04" },
      },
      secrets: {
        KUBE_CONFIG: {
          description: "Stored in each of GitHub's environments under this very name, and handed on under it",
        },
        REGISTRY_PASSWORD: { description: "With username: its password or token" },
      },
    },
  },
  jobs: ({ inputs, secrets }) => {
    const environment = orElse(inputs["github-environment"], inputs.environment);
    const rollback = job("rollback", {
      name: "Roll back",
      runsOn: inputs["runs-on"],
      timeoutMinutes: 45,
      environment,
      steps: ({ step }) => {
        kubeconfigThere(step, "KUBE_CONFIG", secrets.KUBE_CONFIG);
        step(checkout({ persistCredentials: false }));
        const account = {
          username: orElse(inputs.username, github.actor),
          password: orElse(secrets.REGISTRY_PASSWORD, github.token),
        };
        step(dockerLogin({ registry: inputs.registry, ...account }), {
          continueOnError: true,
          permissions: { packages: ["read", "asks whether the images are still there"] },
        });
        const back = step(
          actions.rollback({
            app: inputs.app,
            environment: inputs.environment,
            namespace: inputs.namespace,
            kubeconfig: secrets.KUBE_CONFIG,
            undo: "live",
            to: inputs.release,
            reason: inputs.reason,
            smoke: inputs.smoke,
            dryRun: inputs["dry-run"],
          }),
          { name: "Roll back" },
        );
        return { result: back.outputs.result, release: back.outputs.to };
      },
    });
    return {
      jobs: [rollback],
      outputs: {
        result: { value: rollback.outputs.result, description: "rolled-back, not-needed, or how else it ended" },
        release: { value: rollback.outputs.release, description: "What is live again" },
      },
    };
  },
});
