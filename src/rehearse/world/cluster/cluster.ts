import type { Clock } from "./clock.ts";
import type { Faults } from "./faults/faults.ts";
import type { RequestLog } from "./http/request-log.ts";
import type { PodAccess } from "./pod-access.ts";
import type { Store, User } from "./store/store.ts";

export interface ClusterOptions {
  /** Default: the system's clock. */
  readonly clock?: Clock;
  /**
   * What acts on the objects: controllers, scheduler, kubelet. Called once, before the first request is served. `ca` is the
   * certificate authority, as pods find it in `kube-root-ca.crt`.
   */
  readonly controllers?: (store: Store, ca: string) => Controllers;
  /** False: whoever signed in may do anything. Default: RBAC is evaluated. */
  readonly rbac?: boolean;
  /** Bearer tokens that sign in, and as whom. Service account tokens made by the server itself work too. */
  readonly tokens?: Readonly<Record<string, User>>;
  /** Events kept for watches and continue tokens. */
  readonly history?: number;
}

export interface Controllers {
  /** Who answers for logs, ports and exec. */
  readonly pods?: PodAccess;
  stop(): void;
}

export interface Cluster {
  /** `https://127.0.0.1:PORT` */
  readonly url: string;
  /** The certificate authority, as PEM. */
  readonly ca: string;
  /** A kubeconfig for an administrator, by client certificate. */
  readonly kubeconfig: string;
  /** A kubeconfig for somebody else: by client certificate, or by token where one is given. */
  kubeconfigFor(user: User, options?: { readonly token?: string; readonly namespace?: string }): string;
  readonly store: Store;
  /** What should go wrong. */
  readonly faults: Faults;
  /** What was asked, and how it was answered. */
  readonly requests: RequestLog;
  /** As if the API server had been restarted: connections drop, watches must begin anew, the data is the same. */
  restart(): void;
  stop(): Promise<void>;
}
