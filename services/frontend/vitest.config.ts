import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts"],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      // main.ts only wires the process to the app; the tests across services start it for real
      exclude: ["src/main.ts", "src/**/*.test.ts"],
      thresholds: { lines: 90, functions: 90, statements: 90, branches: 90 },
      reporter: ["text-summary"],
    },
  },
});
