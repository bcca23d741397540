import { type ActionDeps, type Ending, findings, kitError, ok, toolError } from "../../src/action/index.ts";
import { askUrl } from "../../src/release/smoke/ask.ts";
import { readSmoke, type SmokeFile } from "../../src/release/smoke/check.ts";
import { runSmoke, type SmokeReport } from "../../src/release/smoke/run.ts";
import { verify } from "../../src/release/story/verify.ts";
import { systemClock } from "../../src/release/system-clock.ts";
import { endingOf } from "../../src/release/wiring/ending.ts";
import { withSite } from "../../src/release/wiring/open.ts";
import { runnerOf } from "../../src/release/wiring/runner.ts";
import { junitOf, proofBy, smokeFile } from "../../src/release/wiring/smoke-file.ts";
import { logSmoke, smokeMarkdown } from "../../src/release/wiring/smoke-report.ts";
import type { InputsOf } from "../../src/spec/index.ts";
import type { spec } from "./spec.ts";

type Inputs = InputsOf<typeof spec>;
type Deps = ActionDeps<typeof spec>;

export async function story(inputs: Inputs, deps: Deps): Promise<Ending> {
  const file = inputs.file === undefined ? fromInputs(inputs) : await smokeFile(inputs.file, deps);
  const { app, environment, namespace } = inputs;
  if (inputs.release === undefined && app === undefined) return plain(file, inputs, deps);
  if (app === undefined || environment === undefined || namespace === undefined)
    throw kitError("bad-input", "to prove a release, app, environment and namespace are needed too");
  const where = { ...inputs, app, environment, stateNamespace: inputs.stateNamespace ?? namespace };
  return withSite(where, deps, async ({ site, access }) => {
    const prove = proofBy(file, access, deps, (report) => tell(report, inputs, deps));
    const runner = runnerOf(deps, undefined);
    const result = await verify(site, {
      runner,
      release: inputs.release,
      timeoutMs: inputs.timeout,
      windowMs: inputs.verifyWindow,
      prove,
    });
    deps.outputs.set({ status: result.status, ...(result.cause === undefined ? {} : { cause: result.cause }) });
    return endingOf(result);
  });
}

/** For anyone: checks against addresses, no cluster. */
async function plain(file: SmokeFile, inputs: Inputs, deps: Deps): Promise<Ending> {
  const inside = file.checks.filter(({ url }) => url === undefined).map(({ name }) => name);
  if (inside.length > 0)
    throw kitError("bad-input", `without a release every check needs a url; these have none: ${inside.join(", ")}`);
  const { signal, log } = deps;
  const report = await runSmoke(file, {
    clock: systemClock,
    signal,
    say: log.info,
    reach: (check, values) => askUrl(new URL(check.url ?? ""), check, values, systemClock.elapsed, signal),
  });
  await tell(report, inputs, deps);
  if (report.verdict === "ok") return ok(report.message);
  deps.outputs.set({ cause: report.message });
  return report.verdict === "findings" ? findings(report.message) : toolError(kitError("network", report.message));
}

function fromInputs({ url, status, body, within }: Inputs): SmokeFile {
  if (url === undefined) throw kitError("bad-input", "expected a file with checks, or a url");
  const check = { name: url.pathname, url: url.href, expect: { status, ...(body === undefined ? {} : { body }) } };
  const file = readSmoke({ within: `${within}ms`, checks: [check] });
  if ("problems" in file) throw kitError("bad-input", file.problems.join("\n"));
  return file;
}

async function tell(report: SmokeReport, inputs: Inputs, deps: Deps): Promise<void> {
  logSmoke(deps, report);
  // a list has an item per line, whatever a check is called
  const failed = report.checks.filter((check) => !check.passed).map(({ name }) => name.replace(/\s+/g, " "));
  const passed = report.checks.length - failed.length;
  deps.summary.add(
    `### ${report.verdict === "ok" ? "✅" : "❌"} Smoke: ${passed} of ${report.checks.length} checks passed\n\n${smokeMarkdown(report)}`,
  );
  await deps.files.write(inputs.report, junitOf({ ...report, unproven: [] }, inputs.app ?? "checks"));
  deps.outputs.set({ passed, failed: failed.length, failedChecks: failed, report: inputs.report });
}
