import * as v from "valibot";
import { type Handler, invalid, list, notFound, ok } from "../call.ts";
import type { Kept } from "../memory.ts";

const NewDeployment = v.object({
  ref: v.string(),
  environment: v.optional(v.string(), "production"),
  description: v.optional(v.nullable(v.string()), ""),
});
const NewStatus = v.object({
  state: v.string(),
  description: v.optional(v.nullable(v.string()), ""),
  context: v.optional(v.string(), "default"),
  target_url: v.optional(v.nullable(v.string()), ""),
  environment_url: v.optional(v.nullable(v.string()), ""),
  log_url: v.optional(v.nullable(v.string()), ""),
});
const NewCheck = v.object({
  name: v.string(),
  head_sha: v.string(),
  status: v.optional(v.string(), "queued"),
  conclusion: v.optional(v.string()),
});

/** `GET /deployments?environment=&sha=` */
export const deployments: Handler = async ({ memory, query }) => {
  const matches = (one: Kept, key: string) => query.get(key) === null || one[key] === query.get(key);
  return list(memory.deployments.filter((one) => matches(one, "environment") && matches(one, "sha")).toReversed());
};

/** `POST /deployments` */
export const createDeployment: Handler = async ({ git, memory, body, now }) => {
  const asked = v.safeParse(NewDeployment, body);
  if (!asked.success) return invalid("Validation Failed: ref is needed");
  const { ref, environment, description } = asked.output;
  const sha = await git.resolve(ref);
  if (sha === undefined) return invalid(`No ref found for: ${ref}`);
  const deployment: Kept = { id: memory.id(), sha, ref, environment, description, created_at: now().toISOString() };
  memory.deployments.push(deployment);
  return ok(deployment, 201);
};

const deploymentStatus = (one: Kept, deployment: string | undefined) => String(one["deployment"]) === deployment;

export const deploymentStatuses: Handler = async ({ memory, args: [id] }) =>
  list(memory.deploymentStatuses.filter((one) => deploymentStatus(one, id)).toReversed());

/** `POST /deployments/{id}/statuses` */
export const createDeploymentStatus: Handler = async ({ memory, args: [id], body, now }) => {
  const asked = v.safeParse(NewStatus, body);
  if (!memory.deployments.some((one) => String(one.id) === id)) return notFound;
  if (!asked.success) return invalid("Validation Failed: state is needed");
  const status: Kept = { id: memory.id(), deployment: Number(id), ...asked.output, created_at: now().toISOString() };
  memory.deploymentStatuses.push(status);
  return ok(status, 201);
};

/** `POST /statuses/{sha}` */
export const createStatus: Handler = async ({ git, memory, args: [sha = ""], body, now }) => {
  const asked = v.safeParse(NewStatus, body);
  if ((await git.type(sha)) !== "commit") return invalid(`No commit found for SHA: ${sha}`);
  if (!asked.success) return invalid("Validation Failed: state is needed");
  const status: Kept = { id: memory.id(), sha, ...asked.output, created_at: now().toISOString() };
  memory.statuses.push(status);
  return ok(status, 201);
};

export const statuses: Handler = async ({ git, memory, args: [ref = ""] }) => {
  const sha = await git.resolve(ref);
  return sha === undefined ? notFound : list(memory.statuses.filter((one) => one["sha"] === sha).toReversed());
};

/** `POST /check-runs` */
export const createCheckRun: Handler = async ({ memory, body, now }) => {
  const asked = v.safeParse(NewCheck, body);
  if (!asked.success) return invalid("Validation Failed: name and head_sha are needed");
  const { conclusion, ...rest } = asked.output;
  const run: Kept = { id: memory.id(), ...rest, conclusion: conclusion ?? null, started_at: now().toISOString() };
  memory.checkRuns.push(run);
  return ok(run, 201);
};
