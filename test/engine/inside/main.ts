/**
 * The supervisor: runs in namespaces of its own (made by `up.ts`), starts the parts and keeps them
 * running until it is killed. Its argument is the state folder, its file descriptor 3 a line to `up`.
 */
import { mkdirSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { until } from "../host/patience.ts";
import { must } from "../host/run.ts";
import { logFile, tell } from "./events.ts";
import { writeKubeconfig } from "./kubeconfig.ts";
import { makeFoldersPrivate } from "./mounts.ts";
import { nodeName } from "./names.ts";
import { apiserver } from "./parts/apiserver.ts";
import { buildkitd } from "./parts/buildkitd.ts";
import { containerd } from "./parts/containerd.ts";
import { controllers } from "./parts/controllers.ts";
import { dns } from "./parts/dns.ts";
import { dockerd } from "./parts/dockerd.ts";
import { etcd } from "./parts/etcd.ts";
import { kubelet } from "./parts/kubelet.ts";
import { metrics } from "./parts/metrics.ts";
import { proxy } from "./parts/proxy.ts";
import { registry } from "./parts/registry.ts";
import { scheduler } from "./parts/scheduler.ts";
import { writePki } from "./pki.ts";
import { readSettings, type Settings } from "./settings.ts";
import { PartFailure, startAll } from "./supervisor.ts";

const state = process.argv[2] ?? "";
const began = Date.now();

// `up` holds the other end until the engine is ready: killed before that, it takes everything here with it
let ready = false;
new Socket({ fd: 3 })
  .on("close", () => ready || process.exit(1))
  .on("error", () => {})
  .resume();

const nodeCondition = '{.status.conditions[?(@.type=="Ready")].status}';

/** A ready node, and the controllers so far that a pod may be made: it needs its namespace's account first. */
async function takesPods(kubeconfig: string): Promise<true | undefined> {
  const get = (...what: string[]) =>
    must(["kubectl", `--kubeconfig=${kubeconfig}`, "get", "--ignore-not-found", ...what]);
  const ready = await get("node", nodeName, `--output=jsonpath=${nodeCondition}`);
  const account = await get("serviceaccount", "default", "--namespace=default", "--output=name");
  return ready === "True" && account !== "" ? true : undefined;
}

async function start(settings: Settings): Promise<void> {
  process.env.KUBECACHEDIR = join(state, "kubectl-cache"); // HOME may be empty, and this the current folder
  process.env.PATH = [...settings.programs, process.env.PATH ?? ""].join(":");
  mkdirSync(join(state, "logs"), { recursive: true });
  await makeFoldersPrivate(state);
  await writePki(settings);
  const admin = await writeKubeconfig(settings, "admin");
  const parts = [
    etcd,
    containerd,
    registry,
    buildkitd,
    dockerd,
    apiserver,
    controllers,
    scheduler,
    kubelet,
    proxy,
    dns,
    metrics,
  ];
  await startAll(
    state,
    parts.map((part) => part(settings)),
    process.env,
  );
  if ((await until(() => takesPods(admin), 60_000)) === null) {
    throw new PartFailure("kubelet", "the node is not ready for pods after a minute");
  }
}

try {
  await start(readSettings(state));
  ready = true;
  tell(state, { kind: "ready", seconds: (Date.now() - began) / 1000 });
} catch (error) {
  const part = error instanceof PartFailure ? error.part : "supervisor";
  tell(state, { kind: "failed", part, why: String(error), log: logFile(state, part) });
  process.exit(1);
}
