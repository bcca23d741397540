import { eq, isTrue, job, workflow } from "../../../src/index.ts";
import { build } from "./fixtures.ts";

workflow("w", {
  on: { workflow_dispatch: { inputs: { environment: { type: "choice", options: ["staging", "production"] } } } },
  jobs: ({ inputs }) => [
    // ✗ a typo in an input
    job("a", { runsOn: "u", if: eq(inputs.enviroment, "staging"), steps: () => {} }),
    // ✗ a value that is none of its choices
    job("b", { runsOn: "u", if: eq(inputs.environment, "prod"), steps: () => {} }),
  ],
});
workflow("w", {
  on: { push: {} },
  // ✗ an input where none is declared
  jobs: ({ inputs }) => [job("a", { runsOn: "u", if: isTrue(inputs.x), steps: () => {} })],
});
workflow("w", {
  // ✗ a typo in a declaration
  on: { workflow_dispatch: { inputs: { a: { type: "string", descripton: "" } } } },
  jobs: () => [build],
});
// ✗ a type that inputs have not
workflow("w", { on: { workflow_dispatch: { inputs: { a: { type: "text" } } } }, jobs: () => [build] });
