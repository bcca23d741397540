/** What the workflows need of the repository's settings: worked out from tidegate.config.ts and the workflows as they are. */
import { type Config, type NeededEnvironment, neededEnvironments, repositorySecrets } from "../../config/index.ts";
import { readWorkflow, source, type Workflow } from "../../read/index.ts";
import { interpolate } from "../../simulate/expression/evaluate.ts";
import { asText } from "../../simulate/expression/value.ts";
import { usesIn } from "./uses.ts";

export interface Needs {
  readonly repository: string;
  /** the one that deploys */
  readonly branch: string;
  readonly environments: readonly NeededEnvironment[];
  /** secrets of the repository or its organisation */
  readonly secrets: readonly string[];
  /** what GitHub calls the check that sums up a pull request; none where no workflow has such a job */
  readonly checks: readonly string[];
  /** actions and workflows of others: `docker/login-action@SHA` */
  readonly uses: readonly string[];
  /** actions of this repository that cannot be read, and what they use cannot either */
  readonly unread: readonly string[];
  /** others use actions of this repository, by its releases */
  readonly publishes: boolean;
}

/** The job that says whether all others are good: what branch rules are to name. */
const summary = "all-good";

const onPullRequest = { ref: "refs/pull/1/merge", ref_name: "1/merge", event_name: "pull_request" };

/** A check is called as its job is named: by `name`, with its expressions as they are in a pull request, else by its id. */
function checksOf({ on, jobs }: Workflow): readonly string[] {
  if (!on.some(({ event }) => event.value === "pull_request")) return [];
  return jobs
    .filter(({ id }) => id.value === summary)
    .map(({ id, name }) =>
      name === undefined
        ? id.value
        : asText(interpolate(name.text, { contexts: { github: onPullRequest }, functions: [] })),
    );
}

/** The repository's files: its workflows by name, any other as it is asked for. */
export interface Files {
  readonly workflows: readonly string[];
  readonly read: (path: string) => string | undefined;
}

export function needsOf(config: Config, { workflows: paths, read }: Files, publishes: boolean): Needs {
  const workflows = paths.flatMap((path) => readWorkflow(source(path, read(path) ?? "")).workflow ?? []);
  const { foreign, unread } = usesIn(workflows, read);
  return {
    repository: config.repository,
    branch: config.branch,
    environments: neededEnvironments(config),
    secrets: repositorySecrets(config),
    checks: [...new Set(workflows.flatMap(checksOf))],
    uses: foreign,
    unread,
    publishes,
  };
}
