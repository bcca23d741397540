import { spec as kustomizeDeploy } from "../../../actions/kustomize-deploy/spec.ts";
import { action, job, pinned, secret, sh, text, variable, workflow } from "../../../src/index.ts";

const { binding } = pinned({
  "actions/checkout": { commit: "3d3c42e5aac5ba805825da76410c181273ba90b1", tag: "v7.0.1" },
});
const checkout = binding<Readonly<Record<never, never>>, Readonly<Record<never, never>>>("actions/checkout", {
  inputs: [],
  outputs: [],
  permissions: [{ scope: "contents", level: "read", reason: "checks out the code" }],
});
const deploy = action(kustomizeDeploy, "$/actions/kustomize-deploy");
const name = text`${variable("REGISTRY")}/hello`;

const image = job("image", {
  runsOn: "ubuntu-24.04",
  steps: ({ step }) => {
    step(checkout());
    const built = step(
      sh`
        docker buildx build --push --tag ${name}:main --metadata-file meta.json service
        node -p '"digest=" + JSON.parse(fs.readFileSync("meta.json"))["containerimage.digest"]' >> "$GITHUB_OUTPUT"
      `,
      { outputs: ["digest"] },
    );
    return { digest: built.outputs.digest };
  },
});

const release = () =>
  deploy({
    overlay: "k8s",
    app: "hello",
    environment: "staging",
    namespace: "default",
    images: text`hello=${image.outputs.digest}`,
    imageNames: { hello: name },
    requireScan: false,
    smoke: "smoke.yml",
    kubeconfig: secret("KUBE_CONFIG_STAGING"),
    timeout: "60s",
  });

const staging = job("staging", {
  runsOn: "ubuntu-24.04",
  environment: "staging",
  steps: ({ step }) => {
    step(checkout());
    step(release());
  },
});

/** A release that answers wrongly: its smoke check fails, and the one before it comes back. */
const mistaken = job("mistaken", {
  runsOn: "ubuntu-24.04",
  environment: "staging",
  needs: [staging],
  steps: ({ step }) => {
    step(checkout());
    step(sh`sed -i s/GREETING=hello/GREETING=goodbye/ k8s/kustomization.yaml`);
    step(release());
  },
});

/** One service, one workflow, one action: what everything else grew from. */
export default workflow("Skeleton", { on: { push: { branches: ["main"] } }, jobs: () => [image, staging, mistaken] });
