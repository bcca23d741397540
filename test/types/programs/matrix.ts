import { job, sh } from "../../../src/index.ts";

job("t", {
  runsOn: "u",
  matrix: { node: [20, 22], os: ["a"] },
  steps: ({ step, matrix }) => {
    // ✗ a typo in a key of the matrix
    step(sh`echo ${matrix.nod}`);
  },
});
// ✗ the same beside runs-on
job("t", { runsOn: ({ matrix }) => matrix.so, matrix: { node: [20, 22], os: ["a"] }, steps: () => {} });
// ✗ exclude names no axis
job("t", { runsOn: "u", matrix: { node: [20, 22], exclude: [{ nod: 20 }] }, steps: () => {} });
// ✗ exclude names a value that the axis has not
job("t", { runsOn: "u", matrix: { node: [20, 22], exclude: [{ node: 21 }] }, steps: () => {} });
job("t", {
  runsOn: "u",
  steps: ({ step, matrix }) => {
    // ✗ the matrix of a job that has none
    step(sh`echo ${matrix.node}`);
  },
});
