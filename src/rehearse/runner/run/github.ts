import type { Value } from "../../../simulate/expression/value.ts";
import type { Env } from "../steps/environment.ts";

// those that are the step's own, and those that the runner keeps to itself
const unexported = new Set([
  ...["event", "token", "job", "action", "action_ref", "action_repository"],
  ...["repositoryUrl", "secret_source"],
]);

/** Every text of the context under its GITHUB_ name, and what only variables have. */
export function githubVariables(
  context: { readonly [key: string]: Value },
  files: { readonly temp: string; readonly toolCache: string },
): Env {
  const named = Object.entries(context).flatMap(([key, value]) =>
    typeof value === "string" && !unexported.has(key) ? [[`GITHUB_${key.toUpperCase()}`, value]] : [],
  );
  return {
    ...Object.fromEntries(named),
    GITHUB_JOB: String(context["job"]),
    GITHUB_REF_PROTECTED: "false",
    RUNNER_OS: process.platform === "darwin" ? "macOS" : "Linux",
    RUNNER_ARCH: process.arch === "arm64" ? "ARM64" : "X64",
    RUNNER_NAME: "rehearsal",
    RUNNER_ENVIRONMENT: "self-hosted",
    RUNNER_TEMP: files.temp,
    RUNNER_TOOL_CACHE: files.toolCache,
  };
}
