import { join } from "node:path";
import type { Secret } from "../../action/index.ts";
import { type Deps, kitError } from "../../action/index.ts";
import { type Identity, identityProblems } from "../identity/identity.ts";
import { connect } from "../kube/connect.ts";
import type { Access } from "../kube/proxy.ts";
import type { Site } from "../story/site.ts";
import { systemClock } from "../system-clock.ts";

export interface Where {
  readonly app: string;
  readonly environment: string;
  readonly stateNamespace: string;
  readonly kubeconfig: Secret | undefined;
  readonly context: string | undefined;
  readonly inCluster: boolean;
  readonly kubectl: string;
}

export interface Opened {
  readonly site: Site;
  readonly access: Access;
}

/** What the lease, the requests and their retries are allowed: generous enough for a slow API server, short enough to be taken over. */
const timing = { leaseMs: 60_000, requestMs: 15_000 };

/** Opens the way to the cluster, does the work, and closes it; a kubeconfig given as text lies in a file only meanwhile. */
export async function withSite<T>(where: Where, deps: Deps, work: (opened: Opened) => Promise<T>): Promise<T> {
  const identity: Identity = { app: where.app, environment: where.environment };
  const problems = identityProblems(identity);
  if (problems.length > 0) throw kitError("bad-input", problems.join("\n"));
  if (where.kubeconfig === undefined && where.context === undefined && !where.inCluster) {
    throw kitError("bad-input", "kubeconfig is empty: expected a kubeconfig, a context, or in-cluster: true", {
      hint: "store it as a secret of this very environment; a reusable workflow sees it only under the name its caller passes",
    });
  }
  const folder = await deps.files.temporaryFolder("kube");
  try {
    const kubeconfig = where.kubeconfig === undefined ? undefined : join(folder, "config");
    if (kubeconfig !== undefined && where.kubeconfig !== undefined)
      await deps.files.writeSecret(kubeconfig, where.kubeconfig);
    const access: Access = {
      kubectl: where.kubectl,
      env: deps.env,
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
      ...(where.context === undefined ? {} : { context: where.context }),
    };
    const say = deps.log.info;
    const connection = await connect({
      access,
      clock: systemClock,
      random: deps.random,
      say,
      requestMs: timing.requestMs,
      patienceMs: 120_000,
    });
    try {
      const { signal, random, masker, log } = deps;
      return await work({
        access,
        site: {
          identity,
          namespace: where.stateNamespace,
          connection,
          clock: systemClock,
          random,
          say,
          signal,
          timing,
          mask: (values) => values.forEach(log.mask),
          hide: masker.hide,
        },
      });
    } finally {
      await connection.close();
    }
  } finally {
    await deps.files.remove(folder);
  }
}
