import { type Environment, SettingsReader } from "./serving/environment.ts";

export type Settings = ReturnType<typeof settingsFrom>;

export function settingsFrom(environment: Environment) {
  const read = new SettingsReader(environment);
  return read.finish({
    port: read.wholeNumber("PORT", 4000, { from: 0, to: 65535 }),
    logLevel: read.level("LOG_LEVEL"),
    databaseUrl: read.optional("DATABASE_URL"),
    dataDir: read.text("DATA_DIR", "data"),
    productApi: read.url("PRODUCT_API_URL", "http://127.0.0.1:5000"),
    upstreamTimeoutMs: read.wholeNumber("UPSTREAM_TIMEOUT_MS", 2000, { from: 10, to: 60_000 }),
    /** a folder of PEM keys, as a Secret is mounted; without one, a key is made in the data folder */
    keysDir: read.optional("SIGNING_KEYS_DIR"),
    /** how old the keys may be before the folder is looked at again: a changed Secret needs no restart */
    keysRereadMs: read.wholeNumber("SIGNING_KEYS_REREAD_MS", 30_000, { from: 10, to: 600_000 }),
    /** without one, nobody can sign in */
    demoPassword: read.optional("DEMO_PASSWORD"),
    deadlineMs: read.wholeNumber("DRAIN_DEADLINE_MS", 10_000, { from: 0, to: 300_000 }),
    identity: {
      service: "order-api",
      release: read.text("RELEASE", "unreleased"),
      commit: read.text("COMMIT", "unknown"),
      image: read.text("IMAGE", "unknown"),
    },
  });
}
