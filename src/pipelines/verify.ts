import { setupNode, setupPython } from "../bindings/actions/index.ts";
import type { JobIf, StringStrategyContext } from "../expr/positions.gen.ts";
import { job } from "../workflow/job.ts";
import type { AnyJob } from "../workflow/job-model.ts";
import type { StepFunction } from "../workflow/step.ts";
import { type Commit, fetchCode, onlyOfBranch } from "./commit.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import type { NamedService } from "./service.ts";

/** What a job of a service may be told beside the service. */
export interface ServiceOptions {
  readonly commit?: Commit;
  /** what people see instead of the job's own name */
  readonly title?: (name: string) => string | StringStrategyContext<string>;
  readonly if?: JobIf<boolean | null> | undefined;
  readonly needs?: readonly AnyJob[] | undefined;
}

/** What its tests run on, with what was installed before from the cache. */
function setUp(step: StepFunction, { path, runtime }: NamedService): void {
  if ("node" in runtime)
    step(setupNode({ nodeVersion: runtime.node, cache: "npm", cacheDependencyPath: `${path}/package-lock.json` }));
  else
    step(
      setupPython({ pythonVersion: runtime.python, cache: "pip", cacheDependencyPath: `${path}/requirements*.txt` }),
    );
}

/** Tests and audit of one service: nothing is built, nothing written, no secret read. */
export const verify = (
  { config, actions }: PipelineContext,
  service: NamedService,
  { commit, title = (name) => name, ...options }: ServiceOptions = {},
): AnyJob =>
  job(`verify-${service.name}`, {
    name: title(`Verify ${service.name}`),
    ...options,
    runsOn: config.runsOn,
    timeoutMinutes: 20,
    steps: ({ step }) => {
      onlyOfBranch(step, commit);
      fetchCode(step, commit);
      setUp(step, service);
      step(
        actions.test({
          folder: service.path,
          install: ["node" in service.runtime ? "npm" : "pip"],
          ...(service.coverage === undefined ? {} : { coverage: true, minCoverage: service.coverage }),
        }),
        { name: "Test" },
      );
      step(actions.audit({ folder: service.path }), { name: "Audit" });
    },
  });
