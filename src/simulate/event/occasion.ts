import type { Trigger, Workflow } from "../../read/index.ts";
import { isObject, type Value } from "../expression/value.ts";
import { dispatchInputs } from "./inputs.ts";
import { payloadOf } from "./payload.ts";
import { whyNot } from "./trigger.ts";

/** How far GitHub trusts what starts a run: a fork's pull request and Dependabot get less than others do. */
export type Trust = "full" | "fork" | "dependabot";

/** Something that may start a workflow. */
export interface Occasion {
  /** what `--event` names */
  readonly id: string;
  readonly title: string;
  readonly event: string;
  readonly ref: string;
  readonly actor: string;
  readonly trust: Trust;
  readonly headRef?: string;
  readonly baseRef?: string;
  readonly payload: { readonly [key: string]: Value };
}

export interface Surroundings {
  /** `owner/name` */
  readonly repository: string;
  readonly defaultBranch: string;
}

type Payload = { readonly [key: string]: Value };

const sha = "1".repeat(40);
const feature = "feature/x";
const tag = "v1.2.3";
const dependabot = "dependabot[bot]";

const inside = (value: Value | undefined): Payload => (isObject(value) ? value : {});

/** The usual payload, told of where the branch is and who asks for it to be merged. */
function pullRequest(payload: Payload, head: { ref: string; fork: string | undefined; login: string }): Payload {
  const pull = inside(payload["pull_request"]);
  const its = inside(pull["head"]);
  const repo = inside(its["repo"]);
  const from =
    head.fork === undefined ? repo : { ...repo, full_name: head.fork, fork: true, owner: { login: "outsider" } };
  const user = { login: head.login, id: 2, type: head.login.endsWith("[bot]") ? "Bot" : "User" };
  return { ...payload, sender: user, pull_request: { ...pull, user, head: { ...its, ref: head.ref, repo: from } } };
}

/** What a trigger that names `types` is started by: `opened` where that is among them, otherwise the first it names. */
function activity(trigger: Trigger | undefined, payload: Payload): Payload {
  const types = trigger?.types?.map(({ value }) => value) ?? [];
  const usual = payload["action"];
  return types.length === 0 || (typeof usual === "string" && types.includes(usual))
    ? payload
    : { ...payload, action: types[0] ?? null };
}

/** Everything that could start this workflow, told apart by who and where: the ten usual ones, and whatever else it names. */
export function occasionsOf(workflow: Workflow, { repository, defaultBranch }: Surroundings): readonly Occasion[] {
  const trunk = `refs/heads/${defaultBranch}`;
  const make = (event: string, ref: string, more: Partial<Occasion> & Pick<Occasion, "id" | "title">): Occasion => {
    const read = event === "workflow_dispatch" ? dispatchInputs(workflow, {}) : { inputs: {} };
    const about = {
      event,
      repository,
      ref,
      sha,
      inputs: Object.fromEntries(
        Object.entries("inputs" in read ? read.inputs : {}).map(([name, value]) => [name, String(value)]),
      ),
      workflow: workflow.source.file,
      at: "2026-01-01T00:00:00Z",
      defaultBranch,
    };
    const payload = activity(
      workflow.on.find((each) => each.event.value === event),
      payloadOf(about),
    );
    return { event, ref, actor: "somebody", trust: "full", payload, ...more };
  };
  const pull = (id: string, title: string, trust: Trust, head: { ref: string; fork?: string; login: string }) => {
    const made = make("pull_request", "refs/pull/1/merge", { id, title });
    const payload = pullRequest(made.payload, { fork: undefined, ...head });
    return { ...made, actor: head.login, trust, headRef: head.ref, baseRef: defaultBranch, payload };
  };
  const queue = `refs/heads/gh-readonly-queue/${defaultBranch}/pr-1-${sha}`;
  const usual = [
    make("push", trunk, { id: "push", title: `a push to ${defaultBranch}` }),
    make("push", `refs/heads/${feature}`, { id: "push-branch", title: `a push to ${feature}` }),
    make("push", `refs/tags/${tag}`, { id: "push-tag", title: `a push of the tag ${tag}` }),
    pull("pull-request", "a pull request from here", "full", { ref: feature, login: "somebody" }),
    pull("pull-request-fork", "a pull request from a fork", "fork", {
      ref: feature,
      fork: `outsider/${repository.split("/")[1] ?? "fork"}`,
      login: "outsider",
    }),
    pull("pull-request-dependabot", "a pull request of Dependabot", "dependabot", {
      ref: "dependabot/npm_and_yarn/left-pad-2.0.0",
      login: dependabot,
    }),
    make("merge_group", queue, { id: "merge-queue", title: "the merge queue" }),
    make("workflow_dispatch", trunk, { id: "dispatch", title: `a dispatch on ${defaultBranch}` }),
    make("workflow_dispatch", `refs/heads/${feature}`, { id: "dispatch-branch", title: `a dispatch on ${feature}` }),
    make("schedule", trunk, { id: "schedule", title: "the schedule" }),
  ];
  const known = new Set(usual.map(({ event }) => event));
  const others = workflow.on.map(({ event }) => event.value).filter((event) => !known.has(event));
  return [...usual, ...others.map((event) => make(event, trunk, { id: event, title: titleOf(event) }))];
}

function titleOf(event: string): string {
  if (event === "workflow_call") return "a call by another workflow";
  if (event === "pull_request_target") return "a pull request, a fork's too (pull_request_target)";
  return `the event ${event}`;
}

/** Why it does not start this workflow; nothing where it does. */
export function notStarted(workflow: Workflow, { event, ref, baseRef }: Occasion): string | undefined {
  const events = workflow.on.map((trigger) => trigger.event.value);
  if (!events.includes(event)) return `its events are ${events.join(", ")}`;
  return whyNot(workflow, event, ref, baseRef ?? queueTarget(ref));
}

/** `refs/heads/gh-readonly-queue/main/pr-1-abc` → `main` */
const queueTarget = (ref: string) => /^refs\/heads\/gh-readonly-queue\/(.+)\/pr-/.exec(ref)?.[1];
