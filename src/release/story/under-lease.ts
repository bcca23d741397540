import { ReleaseError } from "../error.ts";
import { labels } from "../identity/marks.ts";
import { leaseName } from "../identity/names.ts";
import { acquire } from "../lease/holder.ts";
import type { Desk, Runner, Site } from "./site.ts";

export type Kept<T> =
  | { readonly held: true; readonly value: T }
  | { readonly held: false; readonly holder: string; readonly waitedMs: number };

/** What becomes of the lease when the work is done: given back, or kept for a later step of the same run. */
export type After = "give-back" | { readonly parkMs: number };

/**
 * Does the work while holding the lease. However the work ends, the lease does not stay behind for longer than it must:
 * a killed process's runs out by itself, an interrupted one's is given back.
 */
export async function underLease<T>(
  site: Site,
  runner: Runner,
  deadline: number,
  work: (desk: Desk) => Promise<{ value: T; after: After }>,
): Promise<Kept<T>> {
  // the lease must still be given back when the work is interrupted
  const patient = site.connection.view(new AbortController().signal);
  const acquired = await acquire(
    {
      kube: patient,
      clock: site.clock,
      namespace: site.namespace,
      name: leaseName(site.identity),
      labels: labels(site.identity),
      holder: runner.holder,
      durationMs: site.timing.leaseMs,
      requestMs: site.timing.requestMs,
      say: site.say,
    },
    deadline,
    site.signal,
  );
  if (!acquired.ok) return { held: false, holder: acquired.holder, waitedMs: acquired.waitedMs };
  const { lease } = acquired;
  const kube = site.connection.view(site.signal, lease.check);
  let after: After = "give-back";
  try {
    const done = await work({ ...site, kube, lease, runner });
    after = done.after;
    return { held: true, value: done.value };
  } finally {
    const ending = after === "give-back" ? lease.giveBack() : lease.park(after.parkMs);
    await ending.catch((error: unknown) =>
      site.say(
        `the lease could not be given back; it runs out by itself (${error instanceof Error ? error.message : String(error)})`,
      ),
    );
  }
}

/** For plans alone: nothing is written, so nothing is locked, and whatever tried to write would be stopped. */
export function withoutLease(site: Site, runner: Runner): Desk {
  const check = () => {
    throw new ReleaseError("dry-run", "a dry run tried to write", "report this: it is a mistake in tidegate");
  };
  const lease = { epoch: 0, check, park: async () => {}, giveBack: async () => {}, stop: () => {} };
  return { ...site, kube: site.connection.view(site.signal, check), lease, runner };
}
