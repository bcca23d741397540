import { isoTime } from "../clock.ts";
import { labels } from "../identity/marks.ts";
import { leaseName } from "../identity/names.ts";
import { textAt } from "../json/json.ts";
import { unexpected } from "../kube/session.ts";
import { changeHead } from "../record/head-store.ts";
import type { Site } from "./site.ts";

export interface Said {
  readonly by: string;
  readonly reason: string;
}

/** Ends a hold on a person's word; who and why stay on record. */
export async function unhold(site: Site, release: string, said: Said): Promise<"lifted" | "no-such-hold"> {
  const kube = site.connection.view(site.signal);
  const note = { at: isoTime(site.clock.now()), by: said.by, text: `hold on ${release} ended: ${said.reason}` };
  let found = false;
  await changeHead(kube, site.namespace, site.identity, (head) => {
    found = head.hold?.release === release;
    if (!found) return undefined;
    const { hold: _ended, ...rest } = head;
    return { ...rest, notes: [...head.notes, note].slice(-20) };
  });
  return found ? "lifted" : "no-such-hold";
}

/** Who holds the lease, if anyone. */
export async function leaseHolder(site: Site): Promise<string> {
  const ref = {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    namespace: site.namespace,
    name: leaseName(site.identity),
  };
  return textAt(await site.connection.view(site.signal).get(ref), "spec", "holderIdentity") ?? "";
}

/** Frees the lease of a run that is known to be gone. It would run out by itself; this is for those who cannot wait. */
export async function unlock(site: Site, said: Said): Promise<string> {
  const kube = site.connection.view(site.signal);
  const ref = {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    namespace: site.namespace,
    name: leaseName(site.identity),
  };
  const lease = await kube.get(ref);
  const holder = textAt(lease, "spec", "holderIdentity") ?? "";
  if (lease === undefined || holder === "") return "";
  const spec = lease["spec"];
  const freed = {
    ...lease,
    metadata: { ...lease.metadata, labels: labels(site.identity) },
    spec: { ...(typeof spec === "object" && spec !== null && !Array.isArray(spec) ? spec : {}), holderIdentity: "" },
  };
  const reply = await kube.replace(freed);
  if (!reply.ok) throw unexpected("freeing the lease", reply.failure);
  const note = { at: isoTime(site.clock.now()), by: said.by, text: `lease of ${holder} freed: ${said.reason}` };
  await changeHead(kube, site.namespace, site.identity, (head) => ({
    ...head,
    notes: [...head.notes, note].slice(-20),
  }));
  return holder;
}
