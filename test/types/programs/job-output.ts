import { eq, job, sh } from "../../../src/index.ts";
import { build } from "./fixtures.ts";

job("a", {
  runsOn: "u",
  steps: ({ step }) => {
    // ✗ a typo in the output of a needed job
    step(sh`echo ${build.outputs.verison}`);
  },
});
// ✗ the same in an if
job("a", { runsOn: "u", if: eq(build.outputs.verison, "1"), steps: () => {} });
const made = ["x", "y"].map((name) => job(name, { runsOn: "u", steps: () => ({ image: name }) }));
// ✗ a typo in the output of jobs made in a loop
made.map((one) => one.outputs.imgae);
