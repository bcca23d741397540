import { job } from "../../../src/index.ts";

// ✗ a name instead of the job
job("a", { runsOn: "u", needs: ["build"], steps: () => {} });
// ✗ a variable that does not exist
job("a", { runsOn: "u", needs: [biuld], steps: () => {} });
