import { github, job, ne, sh } from "../src/index.ts";
import config from "../tidegate.config.ts";

/** GitHub's form offers every branch: a run in which all is skipped is green, and nobody would know that nothing was done. */
export const elsewhere = (nothing: string) =>
  job("elsewhere", {
    name: `Only from ${config.branch}`,
    if: ne(github.ref, `refs/heads/${config.branch}`),
    runsOn: config.runsOn,
    timeoutMinutes: 5,
    steps: ({ step }) => {
      step(
        sh`
          echo ${`::error::${nothing}: start this workflow from ${config.branch}`}
          exit 1
        `,
        { name: "Say that nothing was done", permissions: {} },
      );
    },
  });
