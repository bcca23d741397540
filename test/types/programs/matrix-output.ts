import { job, sh } from "../../../src/index.ts";

const legs = job("t", { runsOn: "u", matrix: { node: [20] }, steps: () => ({ x: "1" }) });
// ✗ the output of a job with a matrix
sh`echo ${legs.outputs.x}`;
