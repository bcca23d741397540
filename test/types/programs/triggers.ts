import { workflow } from "../../../src/index.ts";
import { build } from "./fixtures.ts";

// ✗ an unknown trigger
workflow("w", { on: { pull_requests: {} }, jobs: () => [build] });
// ✗ an unknown trigger beside a known one
workflow("w", { on: { push: {}, psuh: {} }, jobs: () => [build] });
// ✗ an unknown filter
workflow("w", { on: { push: { branchs: ["main"] } }, jobs: () => [build] });
// ✗ a filter that this trigger has not
workflow("w", { on: { pull_request: { tags: ["v1"] } }, jobs: () => [build] });
// ✗ an unknown activity type
workflow("w", { on: { pull_request: { types: ["opend"] } }, jobs: () => [build] });
