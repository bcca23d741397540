import { spec as kustomizeDeploy } from "../actions/kustomize-deploy/spec.ts";
import { checkout } from "../src/bindings/actions/index.ts";
import { action, eq, github, type Job, job, secret, sh, text, variable, workflow } from "../src/index.ts";

const deploy = action(kustomizeDeploy, "$/actions/kustomize-deploy");
const name = text`${variable("REGISTRY")}/hello`;

export const image = job("image", {
  name: "Build the image",
  // a dispatch may name any branch; what others wait for runs on this one only
  if: eq(github.ref, "refs/heads/main"),
  runsOn: "ubuntu-24.04",
  timeoutMinutes: 15,
  steps: ({ step }) => {
    step(checkout({ persistCredentials: false }));
    const built = step(
      sh`
        docker buildx build --push --tag ${name}:main --metadata-file meta.json examples/hello/service
        node -p '"digest=" + JSON.parse(fs.readFileSync("meta.json"))["containerimage.digest"]' >> "$GITHUB_OUTPUT"
      `,
      { name: "Build and push", outputs: ["digest"], permissions: {} },
    );
    return { digest: built.outputs.digest };
  },
});

/** The release of one environment: deployed, checked, and taken back where the check fails. */
export const release = (environment: string, kubeconfig: string, from: Job<{ digest: string }>) =>
  deploy({
    overlay: "examples/hello/k8s",
    app: "hello",
    environment,
    namespace: `hello-${environment}`,
    images: text`hello=${from.outputs.digest}`,
    imageNames: { hello: name },
    requireScan: false,
    smoke: "examples/hello/smoke.yml",
    kubeconfig: secret(kubeconfig),
    timeout: "2m",
  });

export const staging = job("staging", {
  name: "Staging",
  runsOn: "ubuntu-24.04",
  timeoutMinutes: 15,
  environment: "staging",
  steps: ({ step }) => {
    step(checkout({ persistCredentials: false }));
    step(release("staging", "KUBE_CONFIG_STAGING", image), { name: "Deploy and check" });
  },
});

const production = job("production", {
  name: "Production",
  runsOn: "ubuntu-24.04",
  timeoutMinutes: 15,
  environment: "production",
  needs: [staging],
  steps: ({ step }) => {
    step(checkout({ persistCredentials: false }));
    step(release("production", "KUBE_CONFIG_PROD", image), { name: "Deploy and check" });
  },
});

/** The smallest pipeline there is: one service through staging to gated production. `npm run rehearse` carries it here. */
export default workflow("Hello", { on: { workflow_dispatch: {} }, jobs: () => [image, staging, production] });
