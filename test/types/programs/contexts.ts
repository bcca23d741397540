import { call, eq, failure, job, secret, sh, text, workflow } from "../../../src/index.ts";
import { build, release } from "./fixtures.ts";

// ✗ a secret in a job's if
job("a", { runsOn: "u", if: eq(secret("KEY"), "x"), steps: () => {} });
// ✗ a secret in runs-on
job("a", { runsOn: secret("RUNNER"), steps: () => {} });
// ✗ a secret in a job's name
job("a", { runsOn: "u", name: text`Deploy ${secret("KEY")}`, steps: () => {} });
// ✗ a secret in the name of an environment
job("a", { runsOn: "u", environment: { name: secret("ENV") }, steps: () => {} });
// ✗ a secret in a concurrency group
job("a", { runsOn: "u", concurrency: { group: text`x-${secret("ENV")}` }, steps: () => {} });
// ✗ a secret in a timeout
job("a", { runsOn: "u", timeoutMinutes: secret("T"), steps: () => {} });
job("a", {
  runsOn: "u",
  steps: ({ step, environmentUrl }) => {
    // ✗ a secret in a step's if
    step(sh`true`, { if: eq(secret("KEY"), "x") });
    // ✗ a status function in env
    step(sh`true`, { env: { X: failure() } });
    // ✗ a secret in the link of an environment
    environmentUrl(text`https://${secret("HOST")}`);
  },
});
// ✗ the output of a job in run-name
workflow("w", { on: { push: {} }, runName: text`of ${build.outputs.version}`, jobs: () => [build] });
// ✗ a secret in an input of a called workflow
call("c", release, { with: { environment: secret("ENV") }, secrets: { TOKEN: secret("T") } });
// ✗ a secret as an output of a workflow
workflow("w", { on: { workflow_call: {} }, jobs: () => ({ jobs: [build], outputs: { image: secret("X") } }) });
