import { nodesOf, type Syntax } from "../subject.ts";

/**
 * What somebody without any rights on the repository can write (securitylab.github.com, "Untrusted input";
 * docs.github.com, "Script injections"). `*` is any item of a list.
 */
const paths = [
  "head_ref",
  "event.issue.title",
  "event.issue.body",
  "event.pull_request.title",
  "event.pull_request.body",
  "event.pull_request.head.ref",
  "event.pull_request.head.label",
  "event.pull_request.head.repo.default_branch",
  "event.pull_request.head.repo.description",
  "event.pull_request.head.repo.homepage",
  "event.comment.body",
  "event.review.body",
  "event.review_comment.body",
  "event.pages.*.page_name",
  "event.commits.*.message",
  "event.commits.*.author.email",
  "event.commits.*.author.name",
  "event.head_commit.message",
  "event.head_commit.author.email",
  "event.head_commit.author.name",
  "event.head_commit.committer.email",
  "event.head_commit.committer.name",
  "event.discussion.title",
  "event.discussion.body",
  "event.discussion_comment.body",
  "event.workflow_run.head_branch",
  "event.workflow_run.display_title",
  "event.workflow_run.head_commit.message",
  "event.workflow_run.head_commit.author.email",
  "event.workflow_run.head_commit.author.name",
  "event.workflow_run.head_repository.description",
  "event.workflow_run.pull_requests.*.head.ref",
  "event.merge_group.head_commit.message",
].map((path) => path.split("."));

/** Functions and operators whose result is a boolean or a hash: nothing of the text comes through. */
const harmless = /^(contains|startswith|endswith|hashfiles|success|failure|always|cancelled)$/i;

/** The untrusted parts of `github` that the value of an expression may contain, as they are written there. */
export function untrustedIn(node: Syntax): readonly string[] {
  if (node.kind === "compare" || node.kind === "not" || (node.kind === "call" && harmless.test(node.name))) return [];
  const way = wayOf(node);
  if (way !== undefined) {
    const [context, ...rest] = way;
    return context === "github" && paths.some((path) => matches(path, rest)) ? [way.join(".")] : [];
  }
  // `untrusted && x` is x, or what made it false: the empty text
  if (node.kind === "logical") return node.args.slice(node.operator === "&&" ? -1 : 0).flatMap(untrustedIn);
  if (node.kind === "call") return node.args.flatMap((arg) => [...untrustedIn(arg), ...wholeIn(node, arg)]);
  return [];
}

/** `toJSON(github.event.issue)` carries the title along. */
function wholeIn(call: Syntax & { readonly kind: "call" }, arg: Syntax): readonly string[] {
  const way = wayOf(arg);
  if (call.name.toLowerCase() !== "tojson" || way?.[0] !== "github") return [];
  const rest = way.slice(1);
  const covers = paths.some((path) => path.length > rest.length && matches(path.slice(0, rest.length), rest));
  return covers ? [way.join(".")] : [];
}

/** `github.event.commits[0].message` → ["github", "event", "commits", "0", "message"]; undefined when it is no such chain. */
export function wayOf(node: Syntax): readonly string[] | undefined {
  if (node.kind === "context") return [node.name.toLowerCase()];
  if (node.kind === "filter") {
    const of = wayOf(node.of);
    return of && [...of, "*"];
  }
  if (node.kind !== "index") return undefined;
  const of = wayOf(node.of);
  return of && [...of, node.index.kind === "literal" ? String(node.index.value).toLowerCase() : "*"];
}

function matches(path: readonly string[], way: readonly string[]): boolean {
  return (
    path.length === way.length && path.every((part, index) => part === "*" || way[index] === "*" || part === way[index])
  );
}

/** Every chain of properties in an expression: `env.X`, `secrets.Y`. */
export function waysIn(node: Syntax): readonly (readonly string[])[] {
  const inner = new Set<Syntax>();
  const found: (readonly string[])[] = [];
  for (const each of nodesOf(node)) {
    if (each.kind === "index" || each.kind === "filter") inner.add(each.of);
    const way = inner.has(each) ? undefined : wayOf(each);
    if (way !== undefined) found.push(way);
  }
  return found;
}
