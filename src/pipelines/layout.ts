import { job } from "../workflow/job.ts";
import type { AnyJob } from "../workflow/job-model.ts";
import { setUpBuilder } from "./builder.ts";
import { fetchCode, onlyOfBranch } from "./commit.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import { imageName, type NamedService } from "./service.ts";
import type { ServiceOptions } from "./verify.ts";

/** The image built and scanned where it lies, for changes that are not to be published: no registry is asked, nothing written. */
export const layout = (
  { config, actions }: PipelineContext,
  service: NamedService,
  { commit, title = (name) => name, ...options }: ServiceOptions = {},
): AnyJob =>
  job(`layout-${service.name}`, {
    name: title(`Image ${service.name}`),
    ...options,
    runsOn: config.runsOn,
    timeoutMinutes: 30,
    steps: ({ step }) => {
      onlyOfBranch(step, commit);
      fetchCode(step, commit);
      step(setUpBuilder());
      const built = step(
        actions.buildPush({
          image: imageName(config, service),
          context: service.path,
          platforms: service.platforms,
          push: false,
        }),
        { name: "Build" },
      );
      step(actions.trivyScan({ image: built.outputs.image, layout: built.outputs.layout }), {
        name: "Scan",
        // what was built lies beside it: no registry is asked
        permissions: {},
      });
    },
  });
