import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts"],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      // the two entries only wire the process to the app, and postgres.ts needs a server: the tests across services run both
      exclude: ["src/main.ts", "src/migrate.ts", "src/database/postgres.ts", "src/**/*.test.ts", "src/testing/**"],
      thresholds: { lines: 90, functions: 90, statements: 90, branches: 90 },
      reporter: ["text-summary"],
    },
  },
});
