import { eq, ge, github, job } from "../../../src/index.ts";
import { build } from "./fixtures.ts";

// ✗ text with a number
eq(github.ref, 5);
// ✗ text with a boolean
eq(build.outputs.skipped, true);
// ✗ a value it never has
eq(build.outputs.skipped, "yes");
// ✗ an order of text
ge(github.ref, 5);
job("t", {
  runsOn: "u",
  matrix: { node: [20] },
  steps: ({ step, matrix }) => {
    // ✗ two expressions of different kinds
    eq(github.ref, matrix.node);
    void step;
  },
});
