import { and, eq, text, workflow } from "../src/index.ts";
import { pipeline } from "../src/pipelines/index.ts";
import config from "../tidegate.config.ts";
import { elsewhere } from "./elsewhere.ts";

const { environments, onBranch, candidates, goBack } = pipeline(config, "$/actions");

/** Back to what worked, by hand. docs/rollback.md is the page for three in the morning. */
export default workflow("Roll back", {
  on: {
    workflow_dispatch: {
      inputs: {
        environment: { type: "choice", options: ["staging", "production"], description: "Where", required: true },
        release: {
          type: "string",
          description: "To which release: its id, or previous",
          default: "previous",
          required: true,
        },
        reason: { type: "string", description: "Why; it is recorded, and holds further deploys", required: true },
        "dry-run": { type: "boolean", description: "Only say what would change", default: false },
      },
    },
  },
  runName: ({ inputs }) => text`Roll back ${inputs.environment} to ${inputs.release}`,
  jobs: ({ inputs }) => [
    ...([environments.staging, environments.production] as const).flatMap((environment) => {
      const here = and(onBranch, eq(inputs.environment, environment.name));
      return [
        ...candidates(environment, { if: here }),
        goBack(environment, {
          if: here,
          to: inputs.release,
          reason: inputs.reason,
          dryRun: inputs["dry-run"],
        }),
      ];
    }),
    elsewhere("nothing was gone back"),
  ],
});
