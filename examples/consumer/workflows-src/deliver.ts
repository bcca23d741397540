import { action, job, workflow } from "tidegate";
import { checkout } from "tidegate/actions";
import { pipeline } from "tidegate/pipelines";
import config from "../tidegate.config.ts";
import lock from "../tidegate.lock.json" with { type: "json" };
import { spec } from "../tools/changed/spec.ts";

// tidegate's actions at the commit of a release, one's own from this very repository
const { services, environments, onBranch, commit, verify, image, deploy, announce } = pipeline(
  config,
  lock["tidegate/tidegate"],
);
const changed = action(spec, "$/tools/changed");

const note = job("note", {
  name: "Note",
  runsOn: "ubuntu-24.04",
  timeoutMinutes: 5,
  steps: ({ step }) => {
    step(checkout({ persistCredentials: false }));
    step(changed({ title: "This release" }));
  },
});

export default workflow("Deliver", {
  on: { push: { branches: [config.branch] }, workflow_dispatch: {} },
  jobs: () => {
    const from = commit();
    const checks = services.map((service) => verify(service, { commit: from, if: onBranch }));
    const images = services.map((service) => image(service, { commit: from, if: onBranch }));
    const staging = deploy(environments.staging, images, {
      after: checks,
      next: environments.production,
      commit: from,
    });
    const production = deploy(environments.production, images, { after: [staging], commit: from });
    return [
      note,
      ...checks,
      ...images,
      staging,
      production,
      announce({ deployed: [staging, production], images, if: onBranch }),
    ];
  },
});
