import { type Environment, SettingsReader } from "./serving/environment.ts";

export type Settings = ReturnType<typeof settingsFrom>;

export function settingsFrom(environment: Environment) {
  const read = new SettingsReader(environment);
  return read.finish({
    port: read.wholeNumber("PORT", 3000, { from: 0, to: 65535 }),
    logLevel: read.level("LOG_LEVEL"),
    productApi: read.url("PRODUCT_API_URL", "http://127.0.0.1:5000"),
    orderApi: read.url("ORDER_API_URL", "http://127.0.0.1:4000"),
    upstreamTimeoutMs: read.wholeNumber("UPSTREAM_TIMEOUT_MS", 3000, { from: 10, to: 60_000 }),
    deadlineMs: read.wholeNumber("DRAIN_DEADLINE_MS", 10_000, { from: 0, to: 300_000 }),
    identity: {
      service: "frontend",
      release: read.text("RELEASE", "unreleased"),
      commit: read.text("COMMIT", "unknown"),
      image: read.text("IMAGE", "unknown"),
    },
  });
}
