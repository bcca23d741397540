/** Which commit everything of a run comes from, and how it is fetched. */
import { checkout } from "../bindings/actions/index.ts";
import { github } from "../expr/contexts.ts";
import type { Expr } from "../expr/expression.ts";
import { orElse } from "../expr/functions.ts";
import { notEmpty } from "../expr/operators.ts";
import { python } from "../workflow/script.ts";
import type { StepFunction } from "../workflow/step.ts";

/** A commit that a person may name; it must belong to the branch. */
export interface Commit {
  readonly sha: Expr<string, "github" | "inputs">;
  /** by whoever started the run; empty: the run's own */
  readonly given?: Expr<string | null, "inputs">;
  readonly branch: string;
}

/** The commit of the run, or one of the branch that a person names: `commitOf("main", inputs.commit)`. */
export const commitOf = (branch: string, given?: Expr<string | null, "inputs">): Commit =>
  given === undefined ? { sha: github.sha, branch } : { sha: orElse(given, github.sha), given, branch };

/**
 * GitHub hands out any commit of a fork's network by its id, so one that is given must first be shown to be an ancestor of the
 * branch: before a line of it is here.
 */
const ancestor = (given: Expr<string | null, "inputs">, branch: string) => python`
  import json, re, sys, urllib.request

  commit, branch = ${given}, ${branch}
  if not re.fullmatch("[0-9a-f]{40}", commit):
      sys.exit("::error::a commit is named by all of its 40 hexadecimal digits")
  repository = os.environ["GITHUB_API_URL"] + "/repos/" + os.environ["GITHUB_REPOSITORY"]
  url = f"{repository}/compare/{commit}...{branch}?per_page=1"
  question = urllib.request.Request(url, headers={"authorization": "Bearer " + ${github.token}})
  if json.load(urllib.request.urlopen(question, timeout=30))["status"] not in ("ahead", "identical"):
      sys.exit(f"::error::{commit} is no commit of {branch}: nothing of it is fetched")
`;

/** For jobs that come first: what comes after them has the same commit, and no other. */
export function onlyOfBranch(step: StepFunction, commit?: Commit): void {
  if (commit?.given === undefined) return;
  step(ancestor(commit.given, commit.branch), {
    name: `Only a commit of ${commit.branch}`,
    if: notEmpty(commit.given),
    shell: "python3 {0}",
    permissions: { contents: ["read", "compares commits"] },
  });
}

/** The code of the run, with no token left behind. */
export function fetchCode(step: StepFunction, commit?: Commit): void {
  step(checkout({ ...(commit?.given === undefined ? {} : { ref: commit.sha }), persistCredentials: false }));
}
