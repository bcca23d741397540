import {
  type ActionDeps,
  ActionError,
  codeBlock,
  type Ending,
  escapeMarkdown,
  findings,
  ok,
  toolError,
} from "../../src/action/index.ts";
import { readHead } from "../../src/release/record/head-store.ts";
import { imageThere } from "../../src/release/registry/registry.ts";
import { rollback } from "../../src/release/story/rollback.ts";
import { levelOf, type WentBack } from "../../src/release/story/went-back.ts";
import { listLines } from "../../src/release/wiring/list.ts";
import { withSite } from "../../src/release/wiring/open.ts";
import { causesMarkdown, logCauses, planMarkdown } from "../../src/release/wiring/report.ts";
import { runnerOf } from "../../src/release/wiring/runner.ts";
import { proofBy, registryFrom, smokeFile } from "../../src/release/wiring/smoke-file.ts";
import { logSmoke, smokeMarkdown } from "../../src/release/wiring/smoke-report.ts";
import type { InputsOf } from "../../src/spec/index.ts";
import type { spec } from "./spec.ts";

type Inputs = InputsOf<typeof spec>;
type Deps = ActionDeps<typeof spec>;

export async function story(inputs: Inputs, deps: Deps): Promise<Ending> {
  const where = { ...inputs, stateNamespace: inputs.stateNamespace ?? inputs.namespace };
  return withSite(where, deps, async ({ site, access }) => {
    const { head } = await readHead(site.connection.view(deps.signal), site.namespace, site.identity);
    const lines = listLines(head);
    for (const line of lines) deps.log.info(line);
    const releases = codeBlock(lines.join("\n"));
    if (inputs.list) {
      deps.summary.add(`### What ${titleOf(inputs)} can go back to\n\n${releases}`);
      return ok();
    }
    const checks: string[] = [];
    const file = inputs.smoke === undefined ? undefined : await smokeFile(inputs.smoke, deps);
    const prove =
      file === undefined
        ? undefined
        : proofBy(file, access, deps, (report) => {
            logSmoke(deps, report);
            checks.push(smokeMarkdown(report));
          });
    const back = await rollback(site, {
      undo: inputs.undo,
      to: inputs.to,
      reason: inputs.reason,
      runner: runnerOf(deps, undefined),
      timeoutMs: inputs.timeout,
      patience: { graceMs: inputs.grace, settleMs: 15_000, fatalExitCodes: [] },
      logLines: inputs.logLines,
      dryRun: inputs.dryRun,
      imageThere: (name, digest) => imageThere(name, digest, registryFrom(deps)),
      ...(prove === undefined ? {} : { prove }),
    });
    tell(back, titleOf(inputs), deps);
    // how it ended is read first, then what proves it, then what was there
    for (const one of checks) deps.summary.add(one);
    deps.summary.add(`<details><summary>The releases before</summary>\n\n${releases}\n\n</details>`);
    return endingOf(back);
  });
}

const titleOf = ({ app, environment }: Inputs) => escapeMarkdown(`${app} → ${environment}`);

const iconOf = (result: WentBack["result"]): string => {
  switch (result) {
    case "rolled-back":
    case "planned":
      return "↩️";
    case "not-needed":
      return "✅";
    case "interrupted":
      return "⚠️";
    default:
      return "❌";
  }
};

function tell(back: WentBack, title: string, deps: Deps): void {
  const { release, from, to, cause } = back;
  deps.outputs.set({
    result: back.result,
    ...(release === undefined ? {} : { release }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(cause === undefined ? {} : { cause }),
  });
  logCauses(deps, back.causes, levelOf(back));
  for (const line of back.kept) deps.log.info(`  ${line}`);
  // a refusal's is told with its error
  if (back.next !== undefined && back.result !== "refused") deps.log.info(`what next: ${back.next}`);
  const next = back.next === undefined ? "" : `What next: ${escapeMarkdown(back.next)}`;
  const kept = back.kept.map((line) => `- ${escapeMarkdown(line)}`).join("\n");
  deps.summary.add(
    [
      `### ${iconOf(back.result)} ${title}: ${back.result}`,
      escapeMarkdown(back.message),
      next,
      kept,
      causesMarkdown(back.causes),
      back.plan === undefined ? "" : planMarkdown(back.plan),
    ]
      .filter((part) => part !== "")
      .join("\n\n"),
  );
}

function endingOf(back: WentBack): Ending {
  switch (back.result) {
    case "rolled-back":
    case "not-needed":
    case "planned":
      return ok(`${back.result}: ${back.message}`);
    case "nothing-to-go-back-to":
      return findings(back.message, { exit: 4 });
    case "rollback-failed":
      return findings(back.message, { exit: 5 });
    case "refused":
      return toolError(new ActionError("refused", back.message, back.next === undefined ? {} : { hint: back.next }));
    case "busy":
      return toolError(new ActionError("deadline", back.message));
    case "interrupted":
      return toolError(new ActionError("cancelled", back.message));
  }
}
