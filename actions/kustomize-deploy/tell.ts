import { type ActionDeps, escapeMarkdown } from "../../src/action/index.ts";
import { objectsAt, textAt } from "../../src/release/json/json.ts";
import type { Plan } from "../../src/release/plan/plan.ts";
import type { Result } from "../../src/release/story/result.ts";
import { levelOf, type WentBack } from "../../src/release/story/went-back.ts";
import { causesMarkdown, logCauses, outcomesMarkdown, planMarkdown } from "../../src/release/wiring/report.ts";
import type { Inputs } from "./input.ts";
import type { spec } from "./spec.ts";

type Deps = ActionDeps<typeof spec>;

/** The end of the log, the outputs, and the summary in one screen. */
export function tellResult(result: Result, inputs: Inputs, deps: Deps): void {
  const { plan, release, previous, cause } = result;
  deps.outputs.set({
    status: result.status,
    images: Object.fromEntries(inputs.images ?? []),
    ...(release === undefined ? {} : { release }),
    ...(previous === undefined ? {} : { previous }),
    ...(cause === undefined ? {} : { cause }),
    ...(plan === undefined
      ? {}
      : { changed: plan.objects.filter(({ action }) => action !== "unchanged").length, ...address(plan) }),
  });
  logCauses(deps, result.causes);
  if (result.next !== undefined) deps.log.info(`what next: ${result.next}`);
  const head = `### ${signs[result.verdict]} ${inputs.app} → ${inputs.environment}: ${result.status}${release === undefined ? "" : ` (release ${release})`}`;
  const parts = [
    head,
    escapeMarkdown(result.message),
    result.next === undefined ? "" : `What next: ${escapeMarkdown(result.next)}`,
    inputs.gate === "branch-policy" ? "⚠️ gate: branch policy only, no reviewer" : "",
    causesMarkdown(result.causes),
    outcomesMarkdown(result.outcomes),
    plan === undefined ? "" : planMarkdown(plan),
  ];
  deps.summary.add(parts.filter((part) => part !== "").join("\n\n"));
}

const signs = { ok: "✅", findings: "❌", "tool-error": "⚠️" };

export function tellRollback(back: WentBack, deps: Deps): void {
  logCauses(deps, back.causes, levelOf(back));
  for (const line of back.kept) deps.log.info(`  ${line}`);
  if (back.next !== undefined) deps.log.info(`what next: ${back.next}`);
  deps.outputs.set({ status: back.result });
  const kept = back.kept.map((line) => `- ${escapeMarkdown(line)}`).join("\n");
  deps.summary.add(`### ↩️ ${back.result}\n\n${escapeMarkdown(back.message)}${kept === "" ? "" : `\n\n${kept}`}`);
}

/** The first host an Ingress of the bundle names. */
function address(plan: Plan): { readonly url?: string } {
  const ingress = plan.objects.find(({ object }) => object.kind === "Ingress")?.object;
  const host = textAt(objectsAt(ingress, "spec", "rules")[0], "host");
  if (host === undefined) return {};
  return { url: `${objectsAt(ingress, "spec", "tls").length > 0 ? "https" : "http"}://${host}/` };
}
