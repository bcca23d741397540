/** How long before the next try: doubling, half of it random so that many clients do not come back together. */
export function backoff(attempt: number, random: () => number, retryAfterSeconds?: number): number {
  const ceiling = Math.min(8_000, 200 * 2 ** attempt);
  const jittered = ceiling / 2 + (ceiling / 2) * random();
  return Math.max(jittered, (retryAfterSeconds ?? 0) * 1_000);
}
