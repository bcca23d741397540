import { readWanted, type WantedImage } from "../../release/bundle/images.ts";
import { kubectlRunner } from "../../release/kube/kubectl.ts";
import { deploy } from "../../release/story/deploy.ts";
import { historyFrom } from "../../release/wiring/history.ts";
import { laptop } from "../../release/wiring/runner.ts";
import { type ExitCode, type Io, UsageError } from "../io.ts";
import { agreed } from "./ask.ts";
import { count, type Tools } from "./desk.ts";
import type { Called } from "./options.ts";
import { settings, tell } from "./settings.ts";

export async function deployCommand(call: Called, tools: Tools, io: Io): Promise<ExitCode> {
  const { options, app, environment, namespace } = call;
  const { overlay } = options;
  if (overlay === undefined) throw new UsageError("deploy: expected --overlay PATH");
  const images = wanted(call);
  const { prove, ...given } = await settings(call, tools);
  if (!(await agreed(call, `Deploy ${overlay} as ${app} to ${environment} (namespace ${namespace})?`, io))) return 1;
  const { deps, site } = tools;
  const result = await deploy(site, {
    ...given,
    overlay,
    images,
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
