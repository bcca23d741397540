import { join, relative } from "node:path";
import {
  type ActionDeps,
  applyPolicy,
  asActionError,
  type Digest,
  type Ending,
  findings,
  ok,
  readPolicy,
  type Scan,
  type Story,
  toolError,
} from "../../src/action/index.ts";
import { readBaseline, scanBaseline } from "./baseline.ts";
import type { Finding } from "./finding.ts";
import { digestOf } from "./image/manifest.ts";
import { isOutage, type Looked, look, type RawReport, scannerFor } from "./look.ts";
import { cycloneDx } from "./report/cyclonedx.ts";
import { report } from "./report/json.ts";
import { sarif } from "./report/sarif.ts";
import { summary } from "./report/summary.ts";
import { conclusion, outdated, outputsOf, type Result, resultOf } from "./result.ts";
import { removeContainer } from "./scanner/scanner.ts";
import type { spec } from "./spec.ts";
import { type Inputs, type Subject, subjectOf } from "./subject.ts";

type Deps = ActionDeps<typeof spec>;

/** What fails is all said; of the rest a few lines, it is in the reports. */
const mostOthers = 20;

/** What mends it: a version, or what Trivy advises; a secret has to go whatever anyone releases. */
function help({ kind, fixedIn }: Finding): string {
  if (fixedIn !== undefined) return kind === "vulnerability" ? `. Fixed in ${fixedIn}` : `. Fix: ${fixedIn}`;
  return kind === "vulnerability" ? " (no fix yet)" : "";
}

function sayFinding(finding: Finding, failing: boolean, { log }: Deps): void {
  const { package: name, version, severity, title, id, target, file, line } = finding;
  const what = version === undefined ? title : `${name} ${version}: ${title}`;
  const at = file === undefined ? `, in ${target}` : "";
  const say = failing ? log.error : log.warning;
  say(`${severity}: ${what} [${id}]${help(finding)}${at}`, { file, line, title: `Trivy: ${severity}` });
}

function say(result: Result, deps: Deps): void {
  for (const system of result.endOfLife) deps.log.warning(outdated(system), { title: "Trivy: end of life" });
  const failing = new Set(result.failing);
  for (const finding of result.findings.filter((one) => failing.has(one))) sayFinding(finding, true, deps);
  const others = result.findings.filter((one) => !failing.has(one));
  for (const finding of others.slice(0, mostOthers)) sayFinding(finding, false, deps);
  if (others.length > mostOthers)
    deps.log.info(`… and ${others.length - mostOthers} more that do not fail, in the report`);
  for (const { id, line } of result.unused) deps.log.info(`the policy's line ${line}, ${id}, matched nothing here`);
}

/**
 * The reports. What would be taken for the whole truth is written only when everything was looked at: GitHub closes an
 * alert that a SARIF file does not name.
 */
async function write(
  result: Result,
  reports: readonly RawReport[],
  folder: string,
  { files, outputs, now }: Deps,
): Promise<Digest> {
  const path = join(folder, "trivy-scan.json");
  await files.write(path, report(result, reports));
  outputs.set({ report: path, ...(result.seen > 0 ? outputsOf(result) : {}) });
  if (result.error === undefined) {
    const [sarifPath, cyclonedx] = [join(folder, "trivy-scan.sarif"), join(folder, "trivy-scan.cdx.json")];
    await files.write(sarifPath, sarif(result));
    await files.write(cyclonedx, cycloneDx(result, now()));
    outputs.set({ sarif: sarifPath, cyclonedx });
  }
  return digestOf(await files.readBytes(path));
}

/** A finding that fails stays one also when something else could not be looked at; without one, an outage is an outage. */
function endingOf(result: Result, onError: Inputs["onError"]): Ending {
  const { failing, error } = result;
  const unseen = error === undefined ? "" : `. Not everything was looked at: ${error.message}`;
  if (failing.length > 0) return findings(`${conclusion(result)}${unseen}`);
  if (error !== undefined) return toolError(asActionError(error), { fails: onError === "fail" });
  return ok(conclusion(result));
}

/** What a deploy asks for: this very digest, and how it ended. */
function scanOf(
  subject: Subject,
  result: Result,
  verdict: Scan["verdict"],
  policyDigest: Digest,
  reportHash: Digest,
): Scan | undefined {
  const { platforms } = result.scanned;
  if (subject.kind !== "image" || platforms.length === 0) return undefined;
  return { digest: subject.digest, platforms, verdict, policyDigest, reportHash };
}

async function main(inputs: Inputs, deps: Deps): Promise<Ending> {
  const subject = subjectOf(inputs);
  const now = deps.now();
  const policy = await readPolicy(inputs.policy, deps.files, now);
  let baseline = await readBaseline(inputs.baseline, deps);
  const folder = inputs.reportFolder ?? (await deps.files.temporaryFolder("trivy"));
  const scanner = scannerFor(inputs, deps);
  let looked: Looked;
  try {
    if (inputs.baselineImage !== undefined)
      baseline = await scanBaseline(inputs.baselineImage, subject, inputs, scanner, deps);
    looked = await look(subject, inputs, { scanner, folder }, deps);
  } catch (thrown) {
    if (!isOutage(thrown)) throw thrown;
    return toolError(asActionError(thrown), { fails: inputs.onError === "fail" });
  }
  const judged = applyPolicy(policy, looked.findings, now);
  const policyFile = relative(deps.runner.workspace, inputs.policy);
  const rules = { failOn: inputs.failOn, onlyFixable: inputs.onlyFixable, baseline };
  const result = resultOf(looked, judged, policyFile, rules);
  say(result, deps);
  const reportHash = await write(result, looked.reports, folder, deps);
  deps.summary.add(summary(result));
  const ending = endingOf(result, inputs.onError);
  const scan = scanOf(subject, result, ending.verdict, policy.digest, reportHash);
  if (scan !== undefined) deps.outputs.set({ image: scan.digest, scan });
  return ending;
}

export const story: Story<typeof spec> = {
  main,
  post: async (_, deps) => {
    await removeContainer(deps);
    return ok();
  },
};
