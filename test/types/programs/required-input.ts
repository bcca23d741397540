import type { Expr } from "../../../src/index.ts";
import { buildPush, trivyScan } from "./fixtures.ts";

// ✗ a required input is missing
buildPush({ context: "." });
// ✗ all of them are missing
buildPush({});
declare const digest: Expr<`sha256:${string}`, "steps">;
// ✗ it is optional, and a typo of a required one
trivyScan({ digets: digest });
