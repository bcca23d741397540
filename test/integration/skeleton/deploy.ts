import { checkout } from "../../../src/bindings/actions/index.ts";
import { job, sh, workflow } from "../../../src/index.ts";
import { image, release, staging } from "../../../workflows-src/hello.ts";

/** A release that answers wrongly: its smoke check fails, and the one before it comes back. */
const mistaken = job("mistaken", {
  runsOn: "ubuntu-24.04",
  environment: "staging",
  needs: [staging],
  steps: ({ step }) => {
    step(checkout());
    step(sh`sed -i s/GREETING=hello/GREETING=goodbye/ examples/hello/k8s/kustomization.yaml`, { permissions: {} });
    step(release("staging", "KUBE_CONFIG_STAGING", image));
  },
});

/** One service, one workflow, one action: what everything else grew from. */
export default workflow("Skeleton", { on: { push: { branches: ["main"] } }, jobs: () => [image, staging, mistaken] });
