import { workflow } from "tidegate";
import { pipeline } from "tidegate/pipelines";
import config from "../tidegate.config.ts";
import lock from "../tidegate.lock.json" with { type: "json" };

const { services, environments, onBranch, verify, image, deploy, announce } = pipeline(
  config,
  lock["tidegate/tidegate"],
);

/** Every push to main goes to staging and, once somebody approved, to production. */
export default workflow("Deploy", {
  on: { push: { branches: [config.branch] }, workflow_dispatch: {} },
  jobs: () => {
    const checks = services.map((service) => verify(service, { if: onBranch }));
    const images = services.map((service) => image(service, { if: onBranch }));
    const staging = deploy(environments.staging, images, { after: checks, next: environments.production });
    const production = deploy(environments.production, images, { after: [staging] });
    const told = announce({ deployed: [staging, production], images, if: onBranch });
    return [...checks, ...images, staging, production, told];
  },
});
