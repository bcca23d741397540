export type Env = Readonly<Record<string, string>>;

/** Where a step's variables come from, weakest first. */
export interface EnvironmentSources {
  /** PATH, LANG and the like: what this machine gives every step */
  readonly machine: Env;
  readonly workflow: Env;
  readonly job: Env;
  /** what earlier steps wrote to GITHUB_ENV */
  readonly written: Env;
  readonly step: Env;
  /** folders that earlier steps put on PATH, the last one first */
  readonly paths: readonly string[];
  /** GITHUB_…, RUNNER_…: set last, so that nothing a workflow says can replace them */
  readonly runner: Env;
}

export function stepEnvironment(sources: EnvironmentSources): Env {
  const { machine, workflow, job, written, step, paths, runner } = sources;
  const env: Env = { ...machine, ...workflow, ...job, ...written, ...step, ...runner, GITHUB_ACTIONS: "true" };
  const path = [...paths, env["PATH"] ?? ""].filter((folder) => folder !== "").join(":");
  return { CI: "true", ...env, PATH: path };
}

/** The `env` context: what the workflow itself set, not the machine's. */
export const envContext = ({
  workflow,
  job,
  written,
  step,
}: Pick<EnvironmentSources, "workflow" | "job" | "written" | "step">): Env => ({
  ...workflow,
  ...job,
  ...written,
  ...step,
});

// the runner refuses this one: https://github.com/advisories/GHSA-2c6m-6gqh-6qg3
const blocked = new Set(["NODE_OPTIONS"]);

export const isBlocked = (name: string): boolean => blocked.has(name.toUpperCase());
