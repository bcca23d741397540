import { defineConfig } from "vitest/config";

const never = ["**/node_modules/**", "**/dist/**", "test/engine/**", "**/*.engine.test.ts"];

export default defineConfig({
  test: {
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
          testTimeout: 120_000,
        },
      },
    ],
  },
});
