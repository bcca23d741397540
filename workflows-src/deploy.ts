import { workflow } from "../src/index.ts";
import { pipeline } from "../src/pipelines/index.ts";
import config from "../tidegate.config.ts";
import { elsewhere } from "./elsewhere.ts";

const { services, environments, onBranch, commit, verify, image, deploy, announce } = pipeline(config, "$/actions");

/** A push to the branch carries every service to staging and, once approved, to production. */
export default workflow("Deploy", {
  on: {
    push: { branches: [config.branch] },
    workflow_dispatch: {
      inputs: {
        commit: { type: "string", description: "A commit of the branch, all 40 digits; empty: the newest" },
      },
    },
  },
  jobs: ({ inputs }) => {
    const from = commit(inputs.commit);
    const checks = services.map((service) => verify(service, { commit: from, if: onBranch }));
    const images = services.map((service) => image(service, { commit: from, if: onBranch }));
    const staging = deploy(environments.staging, images, {
      after: checks,
      next: environments.production,
      commit: from,
    });
    const production = deploy(environments.production, images, { after: [staging], commit: from });
    const news = announce({ deployed: [staging, production], images, commit: from, if: onBranch });
    return [...checks, ...images, staging, production, news, elsewhere("nothing was deployed")];
  },
});
