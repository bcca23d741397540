import { and, eq, github, job, ne, sh, text, workflow } from "../src/index.ts";
import { pipeline } from "../src/pipelines/index.ts";
import config from "../tidegate.config.ts";

const { environments, onBranch, candidates, goBack } = pipeline(config, "$/actions");

/** GitHub's form offers every branch: a run in which all is skipped is green, and nobody would know that nothing went back. */
const elsewhere = job("elsewhere", {
  name: `Only from ${config.branch}`,
  if: ne(github.ref, `refs/heads/${config.branch}`),
  runsOn: config.runsOn,
  timeoutMinutes: 5,
  steps: ({ step }) => {
    step(
      sh`
        echo ${`::error::nothing was gone back: start this workflow from ${config.branch}`}
        exit 1
      `,
      { name: "Nothing was gone back", permissions: {} },
    );
  },
});

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
    elsewhere,
  ],
});
