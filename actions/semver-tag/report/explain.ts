import { codeBlock, escapeMarkdown, inlineCode } from "../../../src/action/index.ts";
import { short } from "../commits/commit.ts";
import type { Weighed } from "../commits/weigh.ts";
import type { Decision } from "../decide.ts";

const most = 25;

/** `minor  1234567 feat: count again (feat)`, the weightiest first. */
export function reasons(weighed: readonly Weighed[]): readonly string[] {
  const order = ["major", "minor", "patch", "none"];
  const sorted = weighed.toSorted((a, b) => order.indexOf(a.bump) - order.indexOf(b.bump));
  const rest = sorted.length - most;
  return [
    ...sorted
      .slice(0, most)
      .map(({ commit, message, bump, why }) => `${bump.padEnd(5)}  ${short(commit.sha)} ${message.header} (${why})`),
    ...(rest > 0 ? [`… and ${rest} more`] : []),
  ];
}

/** The decision in one sentence. */
export function sentence(decision: Decision, prefix: string): string {
  const after = (previous: { readonly name: string } | undefined) =>
    previous === undefined ? "the first version" : `after ${previous.name}`;
  switch (decision.kind) {
    case "tag":
      return `${prefix}${decision.version}: ${decision.bump === "first" ? "the first version" : `${decision.bump} ${after(decision.previous)}`}`;
    case "already":
      return `${decision.tag.name} is here already`;
    case "included":
      return `included in ${decision.tag.name}`;
    case "nothing":
      return `nothing to release ${decision.previous === undefined ? "" : `since ${decision.previous.name}`}`.trim();
    case "taken":
      return `${prefix}${decision.version} would follow, and is taken by ${short(decision.by.sha)}`;
    case "backwards":
      return `${prefix}${decision.version} would follow, and comes before ${decision.above.name}, which is in it`;
  }
}

const signs = { tag: "🏷️", already: "🏷️", included: "➡️", nothing: "➖", taken: "❌", backwards: "❌" } as const;

export function summary(decision: Decision, said: string, weighed: readonly Weighed[], notes: string): string {
  const why = weighed.length === 0 ? [] : ["Why:", codeBlock(reasons(weighed).join("\n"))];
  const what =
    decision.kind === "included" ? [`A later commit has a version already: ${inlineCode(decision.tag.name)}.`] : why;
  return [`### ${signs[decision.kind]} ${escapeMarkdown(said)}`, ...what, ...(notes === "" ? [] : [notes])].join(
    "\n\n",
  );
}
