import type { Ignorable, Policy, PolicyEntry } from "./entry.ts";

const day = 24 * 60 * 60 * 1000;

/** It counts through its last day, everywhere on earth at the latest in UTC. */
export const isExpired = ({ expires }: PolicyEntry, now: Date): boolean =>
  now.getTime() >= Date.parse(`${expires}T00:00:00Z`) + day;

const covers = (entry: PolicyEntry, finding: Ignorable): boolean =>
  [finding.id, ...finding.aliases].some((name) => name.toLowerCase() === entry.id.toLowerCase()) &&
  (entry.package === undefined || entry.package === finding.package);

/** Findings as the ignore file leaves them, and what of that file needs a look. */
export interface Judged<F extends Ignorable> {
  /** what remains */
  readonly kept: readonly F[];
  readonly ignored: readonly { readonly finding: F; readonly entry: PolicyEntry }[];
  /** these hide nothing any more, and are findings themselves */
  readonly expired: readonly PolicyEntry[];
  /** these matched nothing here: perhaps another scanner's, perhaps done with */
  readonly unused: readonly PolicyEntry[];
}

/** What the policy makes of findings: pure, the clock is an argument. */
export function applyPolicy<F extends Ignorable>({ entries }: Policy, found: readonly F[], now: Date): Judged<F> {
  const valid = entries.filter((entry) => !isExpired(entry, now));
  const ignored = found.flatMap((finding) => {
    const entry = valid.find((candidate) => covers(candidate, finding));
    return entry ? [{ finding, entry }] : [];
  });
  const hidden = new Set(ignored.map(({ finding }) => finding));
  return {
    kept: found.filter((finding) => !hidden.has(finding)),
    ignored,
    expired: entries.filter((entry) => isExpired(entry, now)),
    unused: valid.filter((entry) => !found.some((finding) => covers(entry, finding))),
  };
}
