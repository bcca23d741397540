import { type Seen, whyUnseen } from "../github.ts";
import { type Line, missing, ok, sent, unseen } from "../line.ts";
import type { Needs } from "../needs.ts";
import { matches } from "../pattern.ts";
import type { ActionsPolicy, SelectedActions, Settings } from "../settings.ts";

function rights({ repository }: Needs, { workflowRights }: Settings): Line {
  const subject = "rights of workflows";
  if (workflowRights.kind !== "value") return unseen(subject, whyUnseen(workflowRights));
  const { default_workflow_permissions: given, can_approve_pull_request_reviews: approves } = workflowRights.value;
  const problems = [
    ...(given === "read" ? [] : [`are "${given}" where a workflow states none`]),
    ...(approves ? ["let workflows approve pull requests"] : []),
  ];
  if (problems.length === 0) return ok(subject, "are read-only where a workflow states none");
  return missing(
    subject,
    problems.join("; "),
    `gh api --method PUT repos/${repository}/actions/permissions/workflow -f default_workflow_permissions=read -F can_approve_pull_request_reviews=false`,
  );
}

/** `docker/*`, `docker/login-action@*` */
const holds = (pattern: string, uses: string): boolean => matches(pattern, uses, ".*");

const ownerOf = (uses: string) => uses.split("/")[0]?.toLowerCase() ?? "";
/** `owner/repo/path@ref` → `owner/repo@*`, with what is below it. */
const patternFor = (uses: string) => `${uses.split("@")[0]?.split("/").slice(0, 2).join("/")}@*`;

/** Of what the workflows use: what is refused, and what only GitHub knows, by whom it holds for a verified creator. */
function judge(uses: readonly string[], owner: string, policy: ActionsPolicy, selected: Seen<SelectedActions>) {
  const foreign = uses.filter((one) => ownerOf(one) !== owner);
  if (policy.allowed_actions === "local_only") return { refused: foreign, unknown: [] };
  if (policy.allowed_actions !== "selected" || selected.kind !== "value") return { refused: [], unknown: [] };
  const { github_owned_allowed: github, verified_allowed: verified, patterns_allowed: patterns } = selected.value;
  const forbidden = patterns.filter((one) => one.startsWith("!")).map((one) => one.slice(1));
  const blocked = foreign.filter((one) => forbidden.some((pattern) => holds(pattern, one)));
  const open = foreign.filter(
    (one) =>
      !blocked.includes(one) &&
      !(github && ["actions", "github"].includes(ownerOf(one))) &&
      !patterns.some((pattern) => holds(pattern, one)),
  );
  return verified ? { refused: blocked, unknown: open } : { refused: [...blocked, ...open], unknown: [] };
}

function allowance(
  refused: readonly string[],
  { repository }: Needs,
  selected: Seen<SelectedActions>,
): readonly string[] {
  const now =
    selected.kind === "value"
      ? selected.value
      : { github_owned_allowed: true, verified_allowed: false, patterns_allowed: [] };
  const needed = refused.filter((uses) => !(now.github_owned_allowed && ["actions", "github"].includes(ownerOf(uses))));
  const kept = now.patterns_allowed.filter(
    (pattern) => !pattern.startsWith("!") || !refused.some((uses) => holds(pattern.slice(1), uses)),
  );
  const patterns = [...new Set([...kept, ...needed.map(patternFor)])];
  return [
    sent("PUT", `repos/${repository}/actions/permissions/selected-actions`, { ...now, patterns_allowed: patterns }),
  ];
}

const whyUnread = (actions: readonly string[]) =>
  `what ${actions.join(", ")} uses: there is no action.yml in this repository`;

function allowed(needs: Needs, policy: ActionsPolicy, selected: Seen<SelectedActions>): Line {
  const subject = "allowed actions";
  const { repository, uses, unread } = needs;
  const permissions = `gh api --method PUT repos/${repository}/actions/permissions -F enabled=true`;
  if (!policy.enabled) return missing(subject, "GitHub Actions is off", `${permissions} -f allowed_actions=all`);
  if (policy.allowed_actions === "selected" && selected.kind !== "value") return unseen(subject, whyUnseen(selected));
  const { refused, unknown } = judge(uses, ownerOf(repository), policy, selected);
  if (refused.length > 0) {
    const list = [...new Set(refused.map((one) => one.split("@")[0]))].join(", ");
    const select = policy.allowed_actions === "selected" ? [] : [`${permissions} -f allowed_actions=selected`];
    return missing(subject, `do not hold ${list}`, ...select, ...allowance(refused, needs, selected));
  }
  if (unread.length > 0 && policy.allowed_actions !== "all") return unseen(subject, whyUnread(unread));
  if (unknown.length > 0)
    return unseen(
      subject,
      `whether GitHub counts the owner of ${[...new Set(unknown.map((one) => one.split("@")[0]))].join(", ")} among its verified creators`,
    );
  return ok(subject, uses.length === 0 ? "nothing of others is used" : "hold all that the workflows use");
}

const pinned = (uses: string) => /@[0-9a-f]{40}$/i.test(uses);

function pinning({ repository, uses, unread }: Needs, policy: ActionsPolicy): Line {
  const subject = "pinned actions";
  const loose = uses.filter((one) => !pinned(one));
  const pin = "npx tidegate check # names each one, and what to write";
  if (policy.sha_pinning_required === undefined)
    return unseen(subject, "this GitHub does not say whether it asks for them");
  if (loose.length > 0)
    return missing(
      subject,
      `${loose.join(", ")} can move${policy.sha_pinning_required ? ": GitHub refuses to run them" : ""}`,
      pin,
    );
  if (unread.length > 0) return unseen(subject, whyUnread(unread));
  if (policy.sha_pinning_required) return ok(subject, "GitHub runs nothing else");
  return missing(
    subject,
    "GitHub runs unpinned ones, too, though the workflows have none",
    `gh api --method PUT repos/${repository}/actions/permissions -F enabled=true -f allowed_actions=${policy.allowed_actions ?? "all"} -F sha_pinning_required=true`,
  );
}

function immutable({ repository }: Needs, { immutable: seen }: Settings): Line {
  const subject = "immutable releases";
  if (seen.kind !== "value") return unseen(subject, whyUnseen(seen));
  return seen.value.enabled
    ? ok(subject, "what others use cannot be exchanged")
    : missing(
        subject,
        "are off, and others use this repository's actions by its releases",
        `gh api --method PUT repos/${repository}/immutable-releases`,
      );
}

/** What workflows may do and run. */
export function actionLines(needs: Needs, settings: Settings): readonly Line[] {
  const { actions, selected } = settings;
  const policy: readonly Line[] =
    actions.kind === "value"
      ? [allowed(needs, actions.value, selected), pinning(needs, actions.value)]
      : ["allowed actions", "pinned actions"].map((subject) => unseen(subject, whyUnseen(actions)));
  return [rights(needs, settings), ...policy, ...(needs.publishes ? [immutable(needs, settings)] : [])];
}
