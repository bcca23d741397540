import * as v from "valibot";
import { type Call, type Handler, invalid, list, notFound, ok } from "../call.ts";
import { type Kept, Memory } from "../memory.ts";

const Issue = v.object({
  title: v.string(),
  body: v.optional(v.nullable(v.string())),
  labels: v.optional(v.array(v.union([v.string(), v.object({ name: v.string() })])), []),
  assignees: v.optional(v.array(v.string()), []),
});
const Changed = v.partial(
  v.object({ ...Issue.entries, state: v.picklist(["open", "closed"]), state_reason: v.string() }),
);
const Comment = v.object({ body: v.string() });

const labelsOf = (labels: readonly (string | { readonly name: string })[]) =>
  labels.map((label) => ({ name: typeof label === "string" ? label : label.name }));

const issueOf = ({ memory, args: [number] }: Call) => memory.issues.find((one) => String(one["number"]) === number);

/** `GET /issues?state=&labels=` */
export const issues: Handler = async ({ memory, query }) => {
  const state = query.get("state") ?? "open";
  const wanted = (query.get("labels") ?? "").split(",").filter((label) => label !== "");
  const has = (issue: Kept, label: string) =>
    Array.isArray(issue["labels"]) && issue["labels"].some((one) => typeof one === "object" && one?.["name"] === label);
  return list(
    memory.issues
      .filter((issue) => (state === "all" || issue["state"] === state) && wanted.every((label) => has(issue, label)))
      .toReversed(),
  );
};

/** `POST /issues` */
export const createIssue: Handler = async (call) => {
  const asked = v.safeParse(Issue, call.body);
  if (!asked.success) return invalid("Validation Failed: title is needed");
  const { title, body, labels, assignees } = asked.output;
  const { memory } = call;
  const number = memory.issues.length + 1;
  const issue: Kept = {
    id: memory.id(),
    number,
    title,
    body: body ?? null,
    state: "open",
    labels: labelsOf(labels),
    assignees: assignees.map((login) => ({ login })),
    user: { login: "github-actions[bot]", type: "Bot" },
    created_at: call.now().toISOString(),
    updated_at: call.now().toISOString(),
    comments: 0,
    html_url: `https://github.com/${call.name}/issues/${number}`,
  };
  memory.issues.push(issue);
  return ok(issue, 201);
};

export const oneIssue: Handler = async (call) => {
  const found = issueOf(call);
  return found ? ok(found) : notFound;
};

/** `PATCH /issues/{number}` */
export const changeIssue: Handler = async (call) => {
  const found = issueOf(call);
  const asked = v.safeParse(Changed, call.body);
  if (!found) return notFound;
  if (!asked.success) return invalid("Validation Failed");
  const { labels, assignees: _, title, body, state, state_reason } = asked.output;
  const changed: Kept = {
    ...found,
    ...(title === undefined ? {} : { title }),
    ...(body === undefined ? {} : { body }),
    ...(state === undefined ? {} : { state }),
    ...(state_reason === undefined ? {} : { state_reason }),
    ...(labels === undefined ? {} : { labels: labelsOf(labels) }),
    updated_at: call.now().toISOString(),
  };
  Memory.replace(call.memory.issues, changed);
  return ok(changed);
};

export const comments: Handler = async ({ memory, args: [number] }) =>
  list(memory.comments.filter((one) => String(one["issue"]) === number));

/** `POST /issues/{number}/comments` */
export const createComment: Handler = async (call) => {
  const asked = v.safeParse(Comment, call.body);
  const issue = issueOf(call);
  if (!issue) return notFound;
  if (!asked.success) return invalid("Validation Failed: body is needed");
  const comment: Kept = {
    id: call.memory.id(),
    issue: Number(call.args[0]),
    body: asked.output.body,
    user: { login: "github-actions[bot]", type: "Bot" },
    created_at: call.now().toISOString(),
  };
  call.memory.comments.push(comment);
  const said = call.memory.comments.filter((one) => one["issue"] === comment["issue"]).length;
  Memory.replace(call.memory.issues, { ...issue, comments: said, updated_at: call.now().toISOString() });
  return ok(comment, 201);
};

/** `PATCH /issues/comments/{id}` */
export const changeComment: Handler = async (call) => {
  const found = call.memory.comments.find((one) => String(one.id) === call.args[0]);
  const asked = v.safeParse(Comment, call.body);
  if (!found) return notFound;
  if (!asked.success) return invalid("Validation Failed: body is needed");
  const changed: Kept = { ...found, body: asked.output.body };
  Memory.replace(call.memory.comments, changed);
  return ok(changed);
};
