import { and, job, not, success } from "../../../src/index.ts";
import { build } from "./fixtures.ts";

// ✗ the output of a job as a job's if
job("a", { runsOn: "u", if: build.outputs.skipped, steps: () => {} });
// ✗ in and()
and(build.outputs.skipped, success());
// ✗ in not()
not(build.outputs.skipped);
