import { type ActionDeps, type Ending, findings, kitError, toolError } from "../../src/action/index.ts";
import { kubectlRunner } from "../../src/release/kube/kubectl.ts";
import { imageThere } from "../../src/release/registry/registry.ts";
import { deploy } from "../../src/release/story/deploy.ts";
import type { Result } from "../../src/release/story/result.ts";
import { rollback } from "../../src/release/story/rollback.ts";
import { readBackup } from "../../src/release/wiring/backup.ts";
import { endingOf } from "../../src/release/wiring/ending.ts";
import { isPrivateRepository } from "../../src/release/wiring/event.ts";
import { askGate } from "../../src/release/wiring/gate.ts";
import { historyFrom } from "../../src/release/wiring/history.ts";
import { type Opened, withSite } from "../../src/release/wiring/open.ts";
import { runnerOf } from "../../src/release/wiring/runner.ts";
import { proofBy, registryFrom, smokeFile } from "../../src/release/wiring/smoke-file.ts";
import { logSmoke, smokeMarkdown } from "../../src/release/wiring/smoke-report.ts";
import { deployInput, type Inputs, logLines } from "./input.ts";
import type { spec } from "./spec.ts";
import { tellResult, tellRollback } from "./tell.ts";

/** Gate, deploy, tell; with `smoke`, go back when it failed. */
export async function story(inputs: Inputs, deps: ActionDeps<typeof spec>): Promise<Ending> {
  const { signal } = deps;
  const gate = await askGate(
    { mode: inputs.gate, environment: inputs.gateEnvironment ?? inputs.environment, token: inputs.token },
    deps,
  );
  if (gate?.open === false)
    return toolError(kitError("bad-input", gate.message, { hint: "see docs/environments-and-approval.md" }));
  const where = { ...inputs, stateNamespace: inputs.stateNamespace ?? inputs.namespace };
  return withSite(where, deps, async (opened) => {
    const runner = runnerOf(deps, inputs.commit);
    const file = inputs.smoke === undefined ? undefined : await smokeFile(inputs.smoke, deps);
    const prove =
      file === undefined
        ? undefined
        : proofBy(file, opened.access, deps, (report) => {
            logSmoke(deps, report);
            deps.summary.add(smokeMarkdown(report));
          });
    const lines = logLines(inputs.logLines, inputs.gate !== "none", await isPrivateRepository(deps));
    const backup = inputs.backup === undefined ? undefined : await readBackup(inputs.backup, deps, inputs.kubectl);
    const result = await deploy(opened.site, {
      ...deployInput(inputs),
      runner,
      kubectl: kubectlRunner(inputs.kubectl, deps.env, signal),
      history: historyFrom(deps, inputs.token),
      logLines: lines,
      ...(backup === undefined ? {} : { backup }),
      afterwards:
        prove === undefined
          ? inputs.verifyWindow === undefined
            ? "now"
            : { windowMs: inputs.verifyWindow }
          : { prove },
      ...(gate === undefined ? {} : { gate: gate.facts }),
    });
    tellResult(result, inputs, deps);
    if (result.status === "failed" && prove !== undefined && inputs.onFailure === "rollback")
      return goBack(opened, result, { inputs, deps, runner, prove, lines });
    return endingOf(result);
  });
}

interface Back {
  readonly inputs: Inputs;
  readonly deps: ActionDeps<typeof spec>;
  readonly runner: ReturnType<typeof runnerOf>;
  readonly prove: ReturnType<typeof proofBy>;
  readonly lines: number;
}

async function goBack(opened: Opened, failed: Result, { inputs, deps, runner, prove, lines }: Back): Promise<Ending> {
  const back = await rollback(opened.site, {
    undo: "this-run",
    to: "previous",
    reason: undefined,
    runner,
    timeoutMs: inputs.timeout,
    patience: deployInput(inputs).patience,
    logLines: lines,
    dryRun: false,
    prove,
    imageThere: (name, digest) => imageThere(name, digest, registryFrom(deps)),
  });
  tellRollback(back, deps);
  return findings(`${failed.message}; ${back.message}`);
}
