import type { Trigger, Workflow } from "../../read/index.ts";
import { matches } from "./pattern.ts";

const usual = ["push", "workflow_dispatch", "pull_request", "schedule"];

/** What starts a workflow where nobody says: the most usual of the events it names. */
export const usualEvent = ({ on }: Workflow): string | undefined => {
  const events = on.map(({ event }) => event.value).filter((event) => event !== "workflow_call");
  return usual.find((event) => events.includes(event)) ?? events[0];
};

const patternsOf = (trigger: Trigger, name: string): readonly string[] | undefined =>
  trigger.filters.find((filter) => filter.name.value === name)?.patterns.map(({ value }) => value);

const short = (ref: string) => ref.replace(/^refs\/(heads|tags)\//, "");

const byBase = new Set(["pull_request", "pull_request_target", "merge_group"]);

/** Of pull requests and the merge queue: the branch that is merged into, where it is known. */
function wrongBase(trigger: Trigger, event: string, base: string): string | undefined {
  const wanted = patternsOf(trigger, "branches");
  const unwanted = patternsOf(trigger, "branches-ignore");
  if (wanted && !matches(wanted, base))
    return `${event} into ${base} does not start it; its branches are ${wanted.join(", ")}`;
  return unwanted && matches(unwanted, base)
    ? `${event} into ${base} does not start it: branches-ignore names it`
    : undefined;
}

/** Why an event does not start a workflow; nothing where it does. Which paths changed is not known, so those count as matched. */
export function whyNot(workflow: Workflow, event: string, ref: string, base?: string): string | undefined {
  const trigger = workflow.on.find((each) => each.event.value === event);
  const names = workflow.on.map((each) => each.event.value).join(", ");
  if (!trigger) return `${event} does not start it; its events are ${names}: choose one with --event`;
  if (base !== undefined && byBase.has(event)) return wrongBase(trigger, event, base);
  if (event !== "push") return undefined;
  const isTag = ref.startsWith("refs/tags/");
  const [kind, other] = isTag ? (["tags", "branches"] as const) : (["branches", "tags"] as const);
  const wanted = patternsOf(trigger, kind);
  const unwanted = patternsOf(trigger, `${kind}-ignore`);
  const name = short(ref);
  if (wanted && !matches(wanted, name))
    return `a push to ${name} does not start it; its ${kind} are ${wanted.join(", ")}`;
  if (unwanted && matches(unwanted, name)) return `a push to ${name} does not start it: ${kind}-ignore names it`;
  // GitHub: where only the other kind is named, this kind starts nothing
  const others = patternsOf(trigger, other) ?? patternsOf(trigger, `${other}-ignore`);
  if (!wanted && !unwanted && others)
    return `a push of ${isTag ? "a tag" : "a branch"} does not start it: it names only ${other}`;
  return undefined;
}

/** A name that a filter lets through: `v[0-9]+.*` → `v0.1`, `release/**` → `release/1`. */
function sampleOf(patterns: readonly string[] = []): string | undefined {
  const made = patterns.map((pattern) =>
    pattern
      .replaceAll(/\[(.)[^\]]*\]/g, "$1")
      .replaceAll("**/", "")
      .replaceAll(/\*+/g, "1")
      .replaceAll(/[?+\\]/g, ""),
  );
  return made.find((name) => name !== "" && matches(patterns, name));
}

/** The ref that is rehearsed where none is named: the branch at hand, or else one that the workflow's filters name. */
export function usualRef(workflow: Workflow, event: string, at: string | undefined): string {
  const here = `refs/heads/${at ?? "main"}`;
  if (whyNot(workflow, event, here) === undefined) return here;
  const trigger = workflow.on.find((each) => each.event.value === event);
  const branch = trigger && sampleOf(patternsOf(trigger, "branches"));
  if (branch !== undefined) return `refs/heads/${branch}`;
  const tag = trigger && sampleOf(patternsOf(trigger, "tags"));
  return tag === undefined ? here : `refs/tags/${tag}`;
}
