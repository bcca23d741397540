import { readWanted, type WantedImage } from "../../release/bundle/images.ts";
import { kubectlRunner } from "../../release/kube/kubectl.ts";
import { imageThere } from "../../release/registry/registry.ts";
import { deploy } from "../../release/story/deploy.ts";
import { leaseHolder, unhold, unlock } from "../../release/story/hold.ts";
import type { Prove } from "../../release/story/prove.ts";
import type { Result } from "../../release/story/result.ts";
import { resume } from "../../release/story/resume.ts";
import { rollback } from "../../release/story/rollback.ts";
import { historyFrom } from "../../release/wiring/history.ts";
import { logCauses } from "../../release/wiring/report.ts";
import { laptop } from "../../release/wiring/runner.ts";
import { proofBy, registryFrom, smokeFile } from "../../release/wiring/smoke-file.ts";
import { logSmoke } from "../../release/wiring/smoke-report.ts";
import { type ExitCode, type Io, UsageError } from "../io.ts";
import { agreed } from "./ask.ts";
import { count, duration, type Tools } from "./desk.ts";
import type { Called } from "./options.ts";

const settings = ({ options }: Called) => ({
  timeoutMs: duration(options.timeout, 600_000, "timeout"),
  patience: { graceMs: duration(options.grace, 60_000, "grace"), settleMs: 15_000, fatalExitCodes: [] },
  logLines: count(options["log-lines"], 20, "log-lines"),
});

async function proof({ options }: Called, { deps, access }: Tools): Promise<{ prove?: Prove }> {
  if (options.smoke === undefined) return {};
  return { prove: proofBy(await smokeFile(options.smoke, deps), access, deps, (report) => logSmoke(deps, report)) };
}

export async function deployCommand(call: Called, tools: Tools, io: Io): Promise<ExitCode> {
  const { options, app, environment, namespace } = call;
  const { overlay } = options;
  if (overlay === undefined) throw new UsageError("deploy: expected --overlay PATH");
  if (!(await agreed(call, `Deploy ${overlay} as ${app} to ${environment} (namespace ${namespace})?`, io))) return 1;
  const { prove } = await proof(call, tools);
  const { deps, site } = tools;
  const result = await deploy(site, {
    ...settings(call),
    overlay,
    images: wanted(call),
    scans: [],
    requireScan: options["no-scan"] !== true,
    scope: { namespace, namespaces: [], clusterKinds: [], createNamespace: false },
    runner: laptop(options.commit),
    kubectl: kubectlRunner(options.kubectl ?? "kubectl", deps.env, deps.signal),
    pruneCap: count(options["prune-cap"], 10, "prune-cap"),
    takeOver: options["take-over"] ?? [],
    allowOlder: options["allow-older"] === true,
    releaseHold: options["release-hold"],
    irreversible: options.irreversible,
    dryRun: options["dry-run"] === true,
    history: historyFrom(deps, undefined),
    afterwards: prove === undefined ? "now" : { prove },
    gate: { mode: "none (laptop)", summary: "gate: none (laptop)" },
    mask: (values) => values.forEach(deps.log.mask),
  });
  return tell(result, call, tools, io);
}

function wanted({ options }: Called): readonly WantedImage[] {
  const real = new Map((options["image-name"] ?? []).map((pair) => split(pair, "image-name")));
  return (options.image ?? []).map((pair) => {
    const [name, value] = split(pair, "image");
    const read = readWanted(name, value);
    if (typeof read === "string") throw new UsageError(read);
    const newName = real.get(name);
    return newName === undefined ? read : { ...read, newName };
  });
}

function split(pair: string, option: string): readonly [string, string] {
  const at = pair.indexOf("=");
  if (at < 1) throw new UsageError(`--${option}: expected NAME=VALUE, came '${pair}'`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

export async function rollbackCommand(call: Called, tools: Tools, io: Io): Promise<ExitCode> {
  const { options, id, app, environment } = call;
  if (!(await agreed(call, `Roll ${app} in ${environment} back to ${id ?? "the previous proven release"}?`, io)))
    return 1;
  const { deps, site } = tools;
  const back = await rollback(site, {
    ...settings(call),
    undo: "live",
    to: id ?? "previous",
    reason: options.reason,
    runner: laptop(undefined),
    dryRun: options["dry-run"] === true,
    imageThere: (name, digest) => imageThere(name, digest, registryFrom(deps)),
    ...(await proof(call, tools)),
  });
  logCauses(deps, back.causes);
  if (options.json === true) io.out(JSON.stringify(back, null, 2));
  else io.out([`${back.result}: ${back.message}`, ...back.kept.map((line) => `  ${line}`)].join("\n"));
  return back.result === "rolled-back" || back.result === "not-needed" || back.result === "planned" ? 0 : 1;
}

export async function resumeCommand(call: Called, tools: Tools, io: Io): Promise<ExitCode> {
  if (!(await agreed(call, `Resume ${call.id ?? "what was begun"} of ${call.app} in ${call.environment}?`, io)))
    return 1;
  const result = await resume(tools.site, {
    ...settings(call),
    runner: laptop(undefined),
    release: call.id,
    ...(await proof(call, tools)),
  });
  return tell(result, call, tools, io);
}

export async function unholdCommand(call: Called, { site }: Tools, io: Io): Promise<ExitCode> {
  const { id, options } = call;
  if (id === undefined || options.reason === undefined)
    throw new UsageError("unhold: expected the release's ID and --reason TEXT");
  if (!(await agreed(call, `End the hold on ${id}?`, io))) return 1;
  const done = await unhold(site, id, { by: laptop(undefined).actor, reason: options.reason });
  io.out(done === "lifted" ? `the hold on ${id} is ended` : `there is no hold on ${id}`);
  return done === "lifted" ? 0 : 1;
}

export async function unlockCommand(call: Called, { site }: Tools, io: Io): Promise<ExitCode> {
  if (call.options.reason === undefined) throw new UsageError("unlock: expected --reason TEXT");
  const holder = await leaseHolder(site);
  if (holder === "") {
    io.out("the lease is free");
    return 0;
  }
  if (!(await agreed(call, `The lease is held by ${holder}. If that run still writes, two releases mix. Free it?`, io)))
    return 1;
  io.out(`freed; it was held by ${await unlock(site, { by: laptop(undefined).actor, reason: call.options.reason })}`);
  return 0;
}

function tell(result: Result, { options }: Called, { deps }: Tools, io: Io): ExitCode {
  const { plan: _shown, ...rest } = result;
  logCauses(deps, result.causes);
  if (options.json === true) io.out(JSON.stringify(rest, null, 2));
  else
    io.out(
      [`${result.status}: ${result.message}`, ...(result.next === undefined ? [] : [`what next: ${result.next}`])].join(
        "\n",
      ),
    );
  return result.verdict === "ok" ? 0 : 1;
}
