import { eq, isTrue, text, workflow } from "../src/index.ts";
import { pipeline } from "../src/pipelines/index.ts";
import config from "../tidegate.config.ts";
import { allGood, type Checked } from "./ci/all-good.ts";
import { changes } from "./ci/changes.ts";
import { project } from "./ci/project.ts";
import { titled } from "./ci/title.ts";

const { service, verify, layout } = pipeline(config, "$/actions");
const services = [service.frontend, service["product-api"], service["order-api"]];

/** What a change touches is checked. Nothing is pushed and no secret is read, so that a fork's pull request may run it. */
export default workflow("CI", {
  on: { pull_request: {}, push: { branches: ["feature/**"] }, merge_group: {} },
  // a newer push makes a pull request's older run useless; the merge queue and branches finish theirs
  concurrency: ({ github }) => ({
    group: text`ci-${github.event_name}-${github.ref}`,
    cancelInProgress: eq(github.event_name, "pull_request"),
  }),
  jobs: ({ startedBy }) => {
    const touched = changes(startedBy);
    const checks: readonly Checked[] = [
      ...services.flatMap((one) => {
        const options = { title: titled, if: isTrue(touched.outputs[one.name]) };
        return [verify(one, options), layout(one, options)].map((job) => ({ job, area: one.name }));
      }),
      ...project(touched),
    ];
    return [touched, ...checks.map(({ job }) => job), allGood(touched, checks)];
  },
});
