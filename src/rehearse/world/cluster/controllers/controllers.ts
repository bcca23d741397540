import type { Controllers } from "../cluster.ts";
import type { KubeObject } from "../object.ts";
import type { Store } from "../store/store.ts";
import { autoscalers, type Utilisation } from "./autoscaler/autoscaler.ts";
import { claims } from "./claims/claims.ts";
import { cronJobs } from "./cron-job/cron-job.ts";
import { daemonSets } from "./daemon-set/daemon-set.ts";
import { deployments } from "./deployment/deployment.ts";
import { disruptionBudgets } from "./disruption/disruption.ts";
import { endpoints } from "./endpoints/endpoints.ts";
import { garbageCollector } from "./garbage/garbage.ts";
import { ingresses } from "./ingress/ingress.ts";
import { jobs } from "./job/job.ts";
import type { BackOffTiming } from "./kubelet/container/back-off.ts";
import { startKubelet } from "./kubelet/kubelet.ts";
import { type NodeSize, setNodeReady } from "./kubelet/node/node.ts";
import type { PodRuntime } from "./kubelet/pod-runtime.ts";
import { namespaces } from "./namespace/namespace.ts";
import { nodeLifecycle } from "./node-lifecycle/node-lifecycle.ts";
import { quotaAdmission, quotas } from "./quota/quota.ts";
import { replicaSets } from "./replica-set/replica-set.ts";
import { scheduler, type Unschedulable } from "./scheduler/scheduler.ts";
import { namespaceFurniture } from "./service-account/service-account.ts";
import { statefulSets } from "./stateful-set/stateful-set.ts";
import { runControllers, type Unexpected } from "./work/run.ts";
import { nodeOf } from "./workload/pod.ts";

export interface ControllersOptions {
  /** What runs the pods: `scriptedRuntime`, or processes. */
  readonly runtime: PodRuntime;
  /** One node unless said. */
  readonly nodes?: readonly NodeOptions[];
  /** Pauses between restarts and pulls; kubelet's own (10 s, doubling to 5 min) unless said. */
  readonly backOff?: BackOffTiming;
  readonly unschedulable?: Unschedulable;
  /** What a metrics server would say; nothing unless given. */
  readonly utilisation?: Utilisation;
  /** The longest progress deadline of a Deployment, in seconds; as its spec says unless told. */
  readonly progressPatience?: number;
  /** Where an ingress controller would answer; without one, Ingresses stay without an address. */
  readonly ingressAddress?: string;
  /** PEM of the cluster's certificate authority, for `kube-root-ca.crt`. */
  readonly ca?: string;
  /** Told of mistakes in this code or in a script; by default a warning of the process. */
  readonly unexpected?: Unexpected;
}

export interface NodeOptions {
  readonly name: string;
  readonly size?: NodeSize;
  readonly ip?: string;
}

export interface RunningControllers extends Controllers {
  /** As if the node's kubelet had died, or come back. */
  setNodeReady(node: string, ready: boolean): void;
}

const warn: Unexpected = (error, where) =>
  process.emitWarning(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);

/** Everything that acts on the objects of a stand-in cluster, until stopped. */
export function startControllers(store: Store, options: ControllersOptions): RunningControllers {
  const { runtime, backOff, ingressAddress, unexpected = warn, nodes = [{ name: "tidegate-node" }] } = options;
  const running = runControllers(
    store,
    [
      namespaceFurniture(options.ca ?? ""),
      namespaces,
      deployments(options.progressPatience),
      replicaSets,
      statefulSets,
      daemonSets,
      jobs,
      cronJobs,
      autoscalers(options.utilisation ?? (() => undefined)),
      endpoints,
      ...(ingressAddress === undefined ? [] : [ingresses(ingressAddress)]),
      claims,
      quotas,
      disruptionBudgets,
      nodeLifecycle,
      scheduler(options.unschedulable ?? (() => undefined)),
    ],
    unexpected,
  );
  const withdraw = store.admit(quotaAdmission(store));
  const garbage = garbageCollector(store, store.clock, unexpected);
  const kubelets = nodes.map(({ name, size, ip }, i) =>
    startKubelet({
      store,
      runtime,
      node: name,
      unexpected,
      hostIp: ip ?? `10.0.0.${i + 1}`,
      ...(size === undefined ? {} : { size }),
      ...(backOff === undefined ? {} : { timing: backOff }),
    }),
  );
  const kubeletOf = (pod: KubeObject) => {
    const i = nodes.findIndex((node) => node.name === nodeOf(pod));
    return kubelets[i === -1 ? 0 : i];
  };
  return {
    pods: {
      log: (pod, container, previous) =>
        kubeletOf(pod)?.pods.log(pod, container, previous) ?? `pod ${pod.metadata.name} is on no node`,
      followLog: (pod, container, listener) => kubeletOf(pod)?.pods.followLog(pod, container, listener) ?? (() => {}),
      dial: (pod, port) => runtime.dial(pod, port),
      ...(runtime.exec === undefined ? {} : { exec: runtime.exec.bind(runtime) }),
    },
    setNodeReady: (node, ready) => {
      const kubelet = kubelets[nodes.findIndex((one) => one.name === node)];
      if (kubelet === undefined)
        throw new Error(`no node "${node}"; there are ${nodes.map((one) => one.name).join(", ")}`);
      if (!ready) kubelet.setReachable(false);
      setNodeReady(store, node, ready);
      if (ready) kubelet.setReachable(true);
    },
    stop: () => {
      running.stop();
      withdraw();
      garbage.stop();
      for (const kubelet of kubelets) kubelet.stop();
    },
  };
}
