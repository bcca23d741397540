import { defineConfig } from "vitest/config";
import { engineInternals, tries } from "./vitest.config.ts";

/** Suites on the real engine: one at a time, because they share its one node. `npm run test:engine` runs them. */
export default defineConfig({
  test: {
    include: ["test/engine/**/*.test.ts", "{src,actions,services,tools,test}/**/*.engine.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", ...engineInternals],
    fileParallelism: false,
    retry: tries,
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
