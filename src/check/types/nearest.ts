/** How many letters to change, add, drop or swap with their neighbour until one word is the other. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const cell = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const change = cell(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(change, cell(i - 1, j) + 1, (row[j - 1] ?? 0) + 1, swapped ? cell(i - 2, j - 2) + 1 : change);
    }
  }
  return cell(a.length, b.length);
}

/** The name that was probably meant: `nubmer` → `number`. A third of the letters may be wrong, two at most. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const most = Math.min(2, Math.floor(name.length / 3));
  const close = names
    .filter((other) => Math.abs(other.length - name.length) <= most)
    .map((other) => ({ other, away: distance(name.toLowerCase(), other.toLowerCase()) }))
    .filter(({ away }) => away <= most)
    .sort((a, b) => a.away - b.away);
  return close[0]?.other;
}
