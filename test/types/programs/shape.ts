import { composite, job, sh, workflow } from "../../../src/index.ts";

// ✗ a job list that holds something else
workflow("w", { on: { push: {} }, jobs: () => ["build"] });
// ✗ an unknown key of a job
job("a", { runOn: "u", runsOn: "u", steps: () => {} });
// ✗ no runs-on
job("a", { steps: () => {} });
job("a", {
  runsOn: "u",
  steps: ({ step }) => {
    // ✗ an unknown key of a step
    step(sh`true`, { timeoutMinute: 5 });
  },
});
const setup = composite("setup", {
  name: "s",
  description: "s",
  inputs: { node: { description: "x", required: true } },
  steps: () => {},
});
// ✗ a composite action without its input
setup({});
// ✗ a composite action with a typo
setup({ node: 1, nod: 2 });
