import { workflow } from "../../../src/index.ts";
import { build } from "./fixtures.ts";

// ✗ an hour that is none
workflow("w", { on: { schedule: [{ cron: "0 24 * * *" }] }, jobs: () => [build] });
// ✗ a macro
workflow("w", { on: { schedule: [{ cron: "@daily" }] }, jobs: () => [build] });
