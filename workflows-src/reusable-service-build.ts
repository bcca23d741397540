import { checkout } from "../src/bindings/actions/index.ts";
import { job, workflow } from "../src/index.ts";
import { actionsAt, ofDigest, setUpBuilder } from "../src/pipelines/index.ts";

const actions = actionsAt("$/actions");

/** One service's image: built, pushed under its commit's tag, scanned. A caller with several services calls it for each. */
export default workflow("Service: build", {
  on: {
    workflow_call: {
      inputs: {
        path: { type: "string", description: "The service's folder, with its Dockerfile", required: true },
        image: { type: "string", description: "The image's name: ghcr.io/acme/web", required: true },
        platforms: { type: "string", description: "What to build for: linux/amd64, linux/arm64", default: "" },
        attest: {
          type: "boolean",
          description: "Sign for it; not to be had in private repositories without GitHub Enterprise",
          default: true,
        },
        "baseline-image": {
          type: "string",
          description: "The digest that runs now: only what its scan has not can fail; left out: everything counts",
          default: "",
        },
        username: { type: "string", description: "Who signs in to a registry other than ghcr.io", default: "" },
        "runs-on": { type: "string", description: "The label of a runner", default: "ubuntu-24.04" },
      },
      secrets: { REGISTRY_PASSWORD: { description: "With username: its password or token" } },
    },
  },
  jobs: ({ inputs, secrets }) => {
    const build = job("build", {
      name: "Build",
      runsOn: inputs["runs-on"],
      timeoutMinutes: 30,
      steps: ({ step }) => {
        const account = { username: inputs.username, password: secrets.REGISTRY_PASSWORD };
        step(checkout({ persistCredentials: false }));
        step(setUpBuilder());
        const built = step(
          actions.buildPush({
            image: inputs.image,
            context: inputs.path,
            platforms: inputs.platforms,
            attest: inputs.attest,
            ...account,
          }),
          { name: "Build and push" },
        );
        const scanned = step(
          actions.trivyScan({
            name: inputs.image,
            image: built.outputs.image,
            baselineImage: ofDigest(inputs["baseline-image"]),
            ...account,
          }),
          { name: "Scan" },
        );
        return { image: scanned.outputs.image, scan: scanned.outputs.scan };
      },
    });
    return {
      jobs: [build],
      outputs: {
        image: { value: build.outputs.image, description: "The digest of what was built and scanned" },
        scan: { value: build.outputs.scan, description: "What the scan said, as JSON, for service-deploy" },
      },
    };
  },
});
