import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Env } from "../inputs/read.ts";

/** What the runner says about where and why it runs. Away from a runner, what a laptop can say. */
export interface Runner {
  /** false on a laptop */
  readonly onGitHub: boolean;
  readonly workspace: string;
  readonly temp: string;
  readonly toolCache: string;
  readonly os: string;
  /** `x64`, `arm64` */
  readonly arch: string;
  readonly debug: boolean;
  readonly serverUrl: string;
  readonly apiUrl: string;
  /** `owner/name` */
  readonly repository: string | undefined;
  readonly runId: string | undefined;
  readonly runAttempt: string | undefined;
  readonly job: string | undefined;
  readonly actor: string | undefined;
  readonly event: string | undefined;
  /** the file with the event's payload */
  readonly eventPath: string | undefined;
  readonly ref: string | undefined;
  readonly refName: string | undefined;
  readonly sha: string | undefined;
  /** where the action itself comes from: `owner/name` and its ref */
  readonly actionRepository: string | undefined;
  readonly actionRef: string | undefined;
  /** where GITHUB_OUTPUT and its like lie; undefined away from a runner */
  readonly files: Readonly<Record<"output" | "summary" | "state" | "env" | "path", string | undefined>>;
}

const given = (value: string | undefined): string | undefined => (value === "" ? undefined : value);

export interface Machine {
  readonly cwd: string;
  readonly arch: string;
  readonly platform: string;
}

export function runnerFrom(env: Env, machine: Machine): Runner {
  const temp = given(env["RUNNER_TEMP"]) ?? join(tmpdir(), "tidegate");
  return {
    onGitHub: env["GITHUB_ACTIONS"] === "true",
    workspace: given(env["GITHUB_WORKSPACE"]) ?? machine.cwd,
    temp,
    toolCache: given(env["RUNNER_TOOL_CACHE"]) ?? join(temp, "tool-cache"),
    os: { linux: "linux", darwin: "macos", win32: "windows" }[machine.platform] ?? machine.platform,
    arch: machine.arch,
    debug: env["RUNNER_DEBUG"] === "1",
    serverUrl: given(env["GITHUB_SERVER_URL"]) ?? "https://github.com",
    apiUrl: given(env["GITHUB_API_URL"]) ?? "https://api.github.com",
    repository: given(env["GITHUB_REPOSITORY"]),
    runId: given(env["GITHUB_RUN_ID"]),
    runAttempt: given(env["GITHUB_RUN_ATTEMPT"]),
    job: given(env["GITHUB_JOB"]),
    actor: given(env["GITHUB_ACTOR"]),
    event: given(env["GITHUB_EVENT_NAME"]),
    eventPath: given(env["GITHUB_EVENT_PATH"]),
    ref: given(env["GITHUB_REF"]),
    refName: given(env["GITHUB_REF_NAME"]),
    sha: given(env["GITHUB_SHA"]),
    actionRepository: given(env["GITHUB_ACTION_REPOSITORY"]),
    actionRef: given(env["GITHUB_ACTION_REF"]),
    files: {
      output: given(env["GITHUB_OUTPUT"]),
      summary: given(env["GITHUB_STEP_SUMMARY"]),
      state: given(env["GITHUB_STATE"]),
      env: given(env["GITHUB_ENV"]),
      path: given(env["GITHUB_PATH"]),
    },
  };
}
