import { codeBlock, type Deps, escapeMarkdown } from "../../action/index.ts";
import { amount } from "../amount.ts";
import type { Cause } from "../diagnose/cause.ts";
import { causeLine } from "../diagnose/diagnose.ts";
import { titleOf } from "../kube/object.ts";
import { planLines } from "../plan/make.ts";
import type { Plan } from "../plan/plan.ts";
import type { Outcome } from "../wait/wait.ts";

/**
 * The causes, in the log: ours in our words, everything that others wrote made inert. Of what has been undone since they are only
 * warnings: no error is left.
 */
export function logCauses({ log }: Deps, causes: readonly Cause[], as: "error" | "warning" = "error"): void {
  for (const [index, cause] of causes.entries()) {
    log[as](`${index + 1}. ${causeLine(cause)}`, { title: index === 0 ? "Why it did not become ready" : "Also" });
    if (cause.node !== undefined) log.info(`   on node ${cause.node}`);
    for (const event of cause.events) log.info(`   event: ${event}`);
    if (cause.log.length > 0) {
      log.info(`   last lines of ${cause.container ?? "its log"}:`);
      log.foreign(cause.log.join("\n"));
    }
    log.info(`   what to do: ${cause.advice}`);
  }
}

export function causesMarkdown(causes: readonly Cause[]): string {
  return causes
    .map((cause, index) => {
      const parts = [`**${index + 1}. ${escapeMarkdown(causeLine(cause))}**`];
      if (cause.node !== undefined) parts.push(`on node ${escapeMarkdown(cause.node)}`);
      if (cause.events.length > 0) parts.push(codeBlock(cause.events.join("\n")));
      if (cause.log.length > 0)
        parts.push(`Last lines of ${escapeMarkdown(cause.container ?? "its log")}:`, codeBlock(cause.log.join("\n")));
      return [...parts, `*${escapeMarkdown(cause.advice)}*`].join("\n\n");
    })
    .join("\n\n");
}

export function planMarkdown(plan: Plan): string {
  const changed = plan.objects.filter(({ action }) => action !== "unchanged").length;
  const count = `${changed} of ${amount(plan.objects.length, "object")} to change, ${plan.prune.length} to go`;
  return `<details><summary>The plan: ${count}</summary>\n\n${codeBlock(planLines(plan).join("\n"), "diff")}\n\n</details>`;
}

export function outcomesMarkdown(outcomes: readonly Outcome[]): string {
  if (outcomes.length === 0) return "";
  const rows = outcomes.map(({ ref, state }) => {
    const note = state.state === "done" ? (state.note ?? "") : state.reason;
    return `| ${escapeMarkdown(titleOf(ref))} | ${{ done: "✅ ready", waiting: "⏳ not ready", failed: "❌ failed" }[state.state]} | ${escapeMarkdown(note)} |`;
  });
  return ["| workload | | |", "| --- | --- | --- |", ...rows].join("\n");
}
