import { commits, compare, gitCommit, oneCommit } from "./answers/commits.ts";
import {
  createCheckRun,
  createDeployment,
  createDeploymentStatus,
  createStatus,
  deploymentStatuses,
  deployments,
  statuses,
} from "./answers/deployments.ts";
import {
  changeComment,
  changeIssue,
  comments,
  createComment,
  createIssue,
  issues,
  oneIssue,
} from "./answers/issues.ts";
import {
  branches,
  createRef,
  createTagObject,
  deleteRef,
  matchingRefs,
  moveRef,
  oneBranch,
  oneRef,
  oneTagObject,
  tags,
} from "./answers/refs.ts";
import { changeRelease, createRelease, latestRelease, oneRelease, releaseByTag, releases } from "./answers/releases.ts";
import { contents, rateLimit, repository } from "./answers/repository.ts";
import { approvals, oneEnvironment, oneRun } from "./answers/runs.ts";
import { type Handler, list } from "./call.ts";
import type { Scopes } from "./permission.ts";

/**
 * Method and path below `/repos/OWNER/NAME`; `*` takes one part, `**` all that is left. The first that fits answers. The scopes:
 * https://docs.github.com/rest/authentication/permissions-required-for-github-apps
 */
const table: readonly (readonly [route: string, scopes: Scopes, handler: Handler])[] = [
  ["GET ", [], repository],
  ["GET actions/runs/*", ["actions"], oneRun],
  ["GET actions/runs/*/approvals", ["actions"], approvals],
  ["GET environments/*", ["actions"], oneEnvironment],
  ["GET compare/**", ["contents"], compare],
  ["GET commits", ["contents"], commits],
  ["GET commits/*/pulls", ["pull-requests"], async () => list([])],
  ["GET commits/*/statuses", ["statuses"], statuses],
  ["GET commits/**", ["contents"], oneCommit],
  ["GET git/commits/*", ["contents"], gitCommit],
  ["GET git/ref/**", ["contents"], oneRef],
  ["GET git/matching-refs/**", ["contents"], matchingRefs],
  ["POST git/refs", ["contents"], createRef],
  ["PATCH git/refs/**", ["contents"], moveRef],
  ["DELETE git/refs/**", ["contents"], deleteRef],
  ["GET git/tags/*", ["contents"], oneTagObject],
  ["POST git/tags", ["contents"], createTagObject],
  ["GET tags", [], tags],
  ["GET branches", ["contents"], branches],
  ["GET branches/**", ["contents"], oneBranch],
  ["GET releases", ["contents"], releases],
  ["POST releases", ["contents"], createRelease],
  ["GET releases/latest", ["contents"], latestRelease],
  ["GET releases/tags/**", ["contents"], releaseByTag],
  ["GET releases/*", ["contents"], oneRelease],
  ["PATCH releases/*", ["contents"], changeRelease],
  ["GET issues", ["issues"], issues],
  ["POST issues", ["issues"], createIssue],
  ["PATCH issues/comments/*", ["issues", "pull-requests"], changeComment],
  ["GET issues/*", ["issues", "pull-requests"], oneIssue],
  ["PATCH issues/*", ["issues", "pull-requests"], changeIssue],
  ["GET issues/*/comments", ["issues", "pull-requests"], comments],
  ["POST issues/*/comments", ["issues", "pull-requests"], createComment],
  ["GET deployments", ["deployments"], deployments],
  ["POST deployments", ["deployments"], createDeployment],
  ["GET deployments/*/statuses", ["deployments"], deploymentStatuses],
  ["POST deployments/*/statuses", ["deployments"], createDeploymentStatus],
  ["POST statuses/*", ["statuses"], createStatus],
  ["POST check-runs", ["checks"], createCheckRun],
  ["GET contents/**", ["contents"], contents],
];

const patterns = table.map(([route, scopes, handler]) => {
  const parts = route.split(/(\*\*|\*)/);
  const source = parts.map((part) => (part === "**" ? "(.+)" : part === "*" ? "([^/]+)" : part)).join("");
  return { match: new RegExp(`^${source}$`), scopes, handler };
});

export interface Route {
  readonly handler: Handler;
  readonly scopes: Scopes;
  readonly args: readonly string[];
}

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** Undefined: nothing of a rehearsal answers this. */
export function routeOf(method: string, path: string, repositoryName: string): Route | undefined {
  if (method === "GET" && path === "/rate_limit") return { handler: rateLimit, scopes: [], args: [] };
  const base = `/repos/${repositoryName}`.toLowerCase();
  if (path.toLowerCase() !== base && !path.toLowerCase().startsWith(`${base}/`)) return undefined;
  const asked = `${method} ${path.slice(base.length + 1)}`;
  for (const { match, scopes, handler } of patterns) {
    const found = match.exec(asked);
    if (found) return { handler, scopes, args: found.slice(1).map(decoded) };
  }
  return undefined;
}
