import { job, sh } from "../../../src/index.ts";
import { buildPush } from "./fixtures.ts";

job("a", {
  runsOn: "u",
  steps: ({ step }) => {
    const built = step(buildPush({ context: ".", image: "shop" }));
    // ✗ a typo in the output of an action
    step(sh`echo ${built.outputs.digset}`);
    // ✗ outputs declared beside an action
    step(buildPush({ context: ".", image: "shop" }), { outputs: ["more"] });
  },
});
