import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Of test/engine, what has to do with the engine's own code and needs none running. */
const internal = "borrowed|build|command|host|inside|summary";
export const engineInternals = [`test/engine/@(${internal})/**/!(*.engine).test.ts`];

const needsEngine = ["test/engine/*.test.ts", `test/engine/!(${internal})/**`, "**/*.engine.test.ts"];
const never = ["**/node_modules/**", "**/dist/**", ...needsEngine];

/** Where many run at once, a test with real processes gets a second try, and is named; at a desk it must pass the first time. */
export const tries = process.env["CI"] ? 1 : 0;

export default defineConfig({
  test: {
    // most tests wait for processes and servers: one worker leaves half of a small machine idle
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{src,actions,tools,test}/**/*.test.ts"],
          exclude: [...never, "test/integration/**", "test/conformance/**"],
        },
      },
      {
        extends: true,
        test: {
          // real processes, servers, repositories: slower, still without the engine
          name: "integration",
          include: ["test/integration/**/*.test.ts", "test/conformance/**/*.test.ts"],
          exclude: never,
          retry: tries,
          testTimeout: 120_000,
        },
      },
    ],
  },
});
