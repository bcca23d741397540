import { github, job, sh } from "../../../src/index.ts";

job("a", {
  runsOn: "u",
  steps: ({ step }) => {
    // ✗ plain text with an expression in it
    step(`echo ${github.ref}`);
    // ✗ the template called like a function
    step(sh(`echo ${github.ref}`));
    // ✗ an object that is no value
    step(sh`echo ${github}`);
  },
});
