import type { Value } from "../expression/value.ts";

export interface Happening {
  readonly event: string;
  readonly repository: string;
  readonly ref: string;
  readonly sha: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly workflow: string;
  /** ISO 8601 */
  readonly at: string;
  readonly defaultBranch: string;
}

type Payload = { readonly [key: string]: Value };

const short = (ref: string) => ref.replace(/^refs\/(heads|tags)\//, "");
const sender = { login: "rehearsal", id: 1, type: "User" };

function repositoryOf({ repository, defaultBranch }: Happening): Payload {
  const [owner = "", name = ""] = repository.split("/");
  return {
    id: 1,
    name,
    full_name: repository,
    private: false,
    default_branch: defaultBranch,
    owner: { login: owner, id: 1 },
    html_url: `https://github.com/${repository}`,
  };
}

const commitOf = ({ sha, at }: Happening): Payload => ({
  id: sha,
  message: "A commit of the rehearsal",
  timestamp: at,
  author: { name: "rehearsal", email: "rehearsal@example.com", username: "rehearsal" },
  committer: { name: "rehearsal", email: "rehearsal@example.com", username: "rehearsal" },
  distinct: true,
});

const pullRequestOf = (about: Happening): Payload => {
  const repo = repositoryOf(about);
  return {
    number: 1,
    state: "open",
    title: "A pull request of the rehearsal",
    body: "",
    draft: false,
    merged: false,
    user: sender,
    labels: [],
    head: { ref: short(about.ref), sha: about.sha, repo },
    base: { ref: about.defaultBranch, sha: about.sha, repo },
  };
};

/** What is particular to an event, as far as workflows usually read it; a real payload is given with --payload. */
const particular: Readonly<Record<string, (about: Happening) => Payload>> = {
  push: (about) => ({
    ref: about.ref,
    before: "0".repeat(40),
    after: about.sha,
    created: false,
    deleted: false,
    forced: false,
    base_ref: null,
    head_commit: commitOf(about),
    commits: [commitOf(about)],
    pusher: { name: "rehearsal", email: "rehearsal@example.com" },
  }),
  pull_request: (about) => ({ action: "opened", number: 1, pull_request: pullRequestOf(about) }),
  pull_request_target: (about) => ({ action: "opened", number: 1, pull_request: pullRequestOf(about) }),
  workflow_dispatch: ({ inputs, ref, workflow }) => ({ inputs, ref, workflow }),
  schedule: () => ({ schedule: "0 0 * * *" }),
  release: ({ ref, sha }) => ({
    action: "published",
    release: {
      id: 1,
      tag_name: short(ref),
      name: short(ref),
      target_commitish: sha,
      draft: false,
      prerelease: false,
      body: "",
    },
  }),
  issues: () => ({
    action: "opened",
    issue: { number: 1, title: "An issue", body: "", state: "open", user: sender, labels: [] },
  }),
  repository_dispatch: () => ({ action: "rehearsal", client_payload: {} }),
  workflow_run: ({ ref, sha }) => ({
    action: "completed",
    workflow_run: { id: 1, name: "CI", conclusion: "success", head_branch: short(ref), head_sha: sha, event: "push" },
  }),
};

export const payloadOf = (about: Happening): Payload => ({
  ...particular[about.event]?.(about),
  repository: repositoryOf(about),
  sender,
});
