/** The longest a server may make us wait by `Retry-After`; a longer one counts as a refusal. */
export const longestWait = 120_000;

/** Full jitter between half and all of 1, 2, 4, 8 … seconds, 30 at most, so that many runners do not come back at once. */
export function backoff(attempt: number, random: () => number): number {
  const ceiling = Math.min(30_000, 1000 * 2 ** (attempt - 1));
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}

/** `Retry-After: 30`, or a date → milliseconds from now; undefined when there is none. */
export function retryAfter(header: string | null, now: Date): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
