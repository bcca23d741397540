import { join, relative } from "node:path";
import {
  type ActionDeps,
  ActionError,
  applyPolicy,
  asActionError,
  type Deps,
  type Ending,
  findings,
  type InputsOf,
  ok,
  readPolicy,
  toolError,
} from "../../src/action/index.ts";
import type { Checked, Finding } from "./finding.ts";
import { checkNpm, lockFileIn } from "./npm/check.ts";
import { osvAt } from "./osv/osv.ts";
import { checkBandit } from "./python/bandit.ts";
import { checkPip } from "./python/pip-audit.ts";
import { type PythonTools, pythonToolsFor } from "./python/tools.ts";
import { report } from "./report/json.ts";
import { sarif } from "./report/sarif.ts";
import { summary } from "./report/summary.ts";
import { conclusion, outputsOf, type Result, resultOf } from "./result.ts";
import type { spec } from "./spec.ts";

type Inputs = InputsOf<typeof spec>;
type Check = Checked["check"];

async function hasPython(folder: string, { files }: Deps): Promise<boolean> {
  return (await files.list(folder)).some(
    (name) => name.endsWith(".py") || name === "pyproject.toml" || name === "setup.cfg",
  );
}

/** What there is to look at, by the files in the folder. */
async function checksIn({ folder, checks, requirements }: Inputs, deps: Deps): Promise<readonly Check[]> {
  if (checks !== undefined) return checks;
  const python = deps.files.exists(join(folder, requirements?.[0] ?? "requirements.txt"));
  return [
    ...(lockFileIn(folder, deps) === undefined ? [] : (["npm"] as const)),
    ...(python ? (["pip"] as const) : []),
    ...(python || (await hasPython(folder, deps)) ? (["bandit"] as const) : []),
  ];
}

/** A check that broke is a check with an error: the others go on. Cancelling ends all. */
async function settled(check: Check, deps: Deps, work: () => Promise<Checked>): Promise<Checked> {
  try {
    return await work();
  } catch (thrown) {
    if (deps.signal.aborted) throw thrown;
    return { check, findings: [], looked: "nothing", notes: [], error: asActionError(thrown) };
  }
}

async function runChecks(names: readonly Check[], inputs: Inputs, deps: Deps): Promise<readonly Checked[]> {
  const { folder, includeDev, registry, osv: when, osvUrl, python, exclude } = inputs;
  const ask = osvAt(osvUrl, deps);
  let installing: Promise<PythonTools> | undefined;
  const tools = () => {
    installing ??= pythonToolsFor(python, deps);
    return installing;
  };
  const work: Readonly<Record<Check, () => Promise<Checked>>> = {
    async npm() {
      const lockFile = lockFileIn(folder, deps);
      if (lockFile === undefined)
        throw new ActionError("bad-lock", "there is no npm lock file", { expected: "package-lock.json", came: folder });
      return checkNpm({ folder, includeDev, registry, osv: { when, ask } }, lockFile, deps);
    },
    async pip() {
      const requirements = inputs.requirements ?? ["requirements.txt"];
      return checkPip(
        { program: (await tools()).pipAudit, folder, requirements, osv: { when, url: osvUrl, ask } },
        deps,
      );
    },
    bandit: async () => checkBandit({ program: (await tools()).bandit, folder, exclude: exclude ?? [] }, deps),
  };
  return Promise.all(names.map((name) => settled(name, deps, work[name])));
}

function sayFinding(finding: Finding, failing: boolean, { log }: Deps): void {
  const { package: name, version, severity, title, id, fix, place, fixedIn } = finding;
  const what = version === undefined ? title : `${name} ${version}: ${title}`;
  const help =
    fix === undefined
      ? finding.fixable === "no"
        ? " (no fix yet)"
        : ""
      : `. Fix${fixedIn ? ` (${fixedIn})` : ""}: ${fix}`;
  const say = failing ? log.error : log.warning;
  say(`${severity}: ${what} [${id}]${help}`, { file: place.file, line: place.line, title: `Audit: ${severity}` });
}

async function tell(result: Result, inputs: Inputs, deps: ActionDeps<typeof spec>): Promise<void> {
  const { files, log, outputs } = deps;
  const failing = new Set(result.failing);
  for (const finding of result.findings) sayFinding(finding, failing.has(finding), deps);
  for (const { check, notes } of result.checks) for (const note of notes) log.info(`${check}: ${note}`);
  for (const { id, line } of result.unused) log.info(`the policy's line ${line}, ${id}, matched nothing here`);
  const folder = inputs.reportFolder ?? (await files.temporaryFolder("audit"));
  const paths = { report: join(folder, "audit.json"), sarif: join(folder, "audit.sarif") };
  await files.write(paths.report, report(result));
  await files.write(
    paths.sarif,
    sarif(
      result.findings,
      result.ignored.map(({ finding, entry }) => ({ finding, reason: entry.reason })),
    ),
  );
  outputs.set({ ...outputsOf(result), ...paths });
  deps.summary.add(summary(result));
}

/** A finding that fails stays one also when something else could not be looked at; without one, an outage is an outage. */
function ending(result: Result, onError: Inputs["onError"]): Ending {
  const { failing, errors } = result;
  const unseen = errors.map((error) => error.message).join("; ");
  if (failing.length > 0) return findings(`${conclusion(result)}${unseen === "" ? "" : `. Not looked at: ${unseen}`}`);
  const [first] = errors;
  if (first === undefined) return ok(conclusion(result));
  const { expected, came } = asActionError(first);
  const error = new ActionError("outage", `not everything could be looked at: ${unseen}`, {
    ...(expected === undefined ? {} : { expected }),
    ...(came === undefined ? {} : { came }),
    cause: first,
  });
  return toolError(error, { fails: onError === "fail" });
}

export async function story(inputs: Inputs, deps: ActionDeps<typeof spec>): Promise<Ending> {
  const now = deps.now();
  const policy = await readPolicy(inputs.policy, deps.files, now);
  const names = await checksIn(inputs, deps);
  if (names.length === 0)
    throw new ActionError("no-project", `${inputs.folder} holds nothing to look at`, {
      expected: "package-lock.json, requirements.txt or Python code",
      came: (await deps.files.list(inputs.folder)).slice(0, 10).join(", ") || "an empty folder",
    });
  const checks = await runChecks(names, inputs, deps);
  const judged = applyPolicy(
    policy,
    checks.flatMap(({ findings }) => findings),
    now,
  );
  const policyFile = relative(deps.runner.workspace, inputs.policy);
  const result = resultOf(checks, judged, policyFile, { failOn: inputs.failOn, onlyFixable: inputs.onlyFixable });
  await tell(result, inputs, deps);
  return ending(result, inputs.onError);
}
