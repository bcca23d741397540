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

/** Method and path below `/repos/OWNER/NAME`; `*` takes one part, `**` all that is left. The first that fits answers. */
const table: readonly (readonly [route: string, handler: Handler])[] = [
  ["GET ", repository],
  ["GET actions/runs/*", oneRun],
  ["GET actions/runs/*/approvals", approvals],
  ["GET environments/*", oneEnvironment],
  ["GET compare/**", compare],
  ["GET commits", commits],
  ["GET commits/*/pulls", async () => list([])],
  ["GET commits/*/statuses", statuses],
  ["GET commits/**", oneCommit],
  ["GET git/commits/*", gitCommit],
  ["GET git/ref/**", oneRef],
  ["GET git/matching-refs/**", matchingRefs],
  ["POST git/refs", createRef],
  ["PATCH git/refs/**", moveRef],
  ["DELETE git/refs/**", deleteRef],
  ["GET git/tags/*", oneTagObject],
  ["POST git/tags", createTagObject],
  ["GET tags", tags],
  ["GET branches", branches],
  ["GET branches/**", oneBranch],
  ["GET releases", releases],
  ["POST releases", createRelease],
  ["GET releases/latest", latestRelease],
  ["GET releases/tags/**", releaseByTag],
  ["GET releases/*", oneRelease],
  ["PATCH releases/*", changeRelease],
  ["GET issues", issues],
  ["POST issues", createIssue],
  ["PATCH issues/comments/*", changeComment],
  ["GET issues/*", oneIssue],
  ["PATCH issues/*", changeIssue],
  ["GET issues/*/comments", comments],
  ["POST issues/*/comments", createComment],
  ["GET deployments", deployments],
  ["POST deployments", createDeployment],
  ["GET deployments/*/statuses", deploymentStatuses],
  ["POST deployments/*/statuses", createDeploymentStatus],
  ["POST statuses/*", createStatus],
  ["POST check-runs", createCheckRun],
  ["GET contents/**", contents],
];

const patterns = table.map(([route, handler]) => {
  const parts = route.split(/(\*\*|\*)/);
  const source = parts.map((part) => (part === "**" ? "(.+)" : part === "*" ? "([^/]+)" : part)).join("");
  return { match: new RegExp(`^${source}$`), handler };
});

export interface Route {
  readonly handler: Handler;
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
  if (method === "GET" && path === "/rate_limit") return { handler: rateLimit, args: [] };
  const base = `/repos/${repositoryName}`.toLowerCase();
  if (path.toLowerCase() !== base && !path.toLowerCase().startsWith(`${base}/`)) return undefined;
  const asked = `${method} ${path.slice(base.length + 1)}`;
  for (const { match, handler } of patterns) {
    const found = match.exec(asked);
    if (found) return { handler, args: found.slice(1).map(decoded) };
  }
  return undefined;
}
