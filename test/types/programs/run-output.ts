import { job, sh } from "../../../src/index.ts";

job("a", {
  runsOn: "u",
  steps: ({ step }) => {
    const version = step(sh`echo "version=1" >> "$GITHUB_OUTPUT"`, { outputs: ["version"] });
    // ✗ a typo in the output of a script
    step(sh`echo ${version.outputs.versoin}`);
    // ✗ an output of a script that declares none
    step(sh`echo ${step(sh`true`).outputs.version}`);
  },
});
