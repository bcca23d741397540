/** Which lines and branches the tests reached, by file. */
export type Coverage = ReadonlyMap<string, FileCoverage>;

export interface FileCoverage {
  /** how often each line ran */
  readonly lines: ReadonlyMap<number, number>;
  /** by line: how many ways lead on from it, and how many were taken */
  readonly branches: ReadonlyMap<number, Ways>;
}

export interface Ways {
  readonly found: number;
  readonly taken: number;
}

/** The same file may stand in several reports: what one of them reached is reached. */
export function mergeCoverage(all: readonly Coverage[]): Coverage {
  const merged = new Map<string, FileCoverage>();
  for (const [path, file] of all.flatMap((coverage) => [...coverage])) merged.set(path, both(merged.get(path), file));
  return merged;
}

function both(one: FileCoverage | undefined, other: FileCoverage): FileCoverage {
  if (one === undefined) return other;
  const lines = new Map(one.lines);
  for (const [line, hits] of other.lines) lines.set(line, Math.max(lines.get(line) ?? 0, hits));
  const branches = new Map(one.branches);
  for (const [line, { found, taken }] of other.branches) {
    const before = branches.get(line) ?? { found: 0, taken: 0 };
    branches.set(line, { found: Math.max(before.found, found), taken: Math.max(before.taken, taken) });
  }
  return { lines, branches };
}

/** Lines and branches, found and reached. */
export interface Totals {
  readonly lines: Ways;
  readonly branches: Ways;
}

export function totalsOf(files: Iterable<FileCoverage>): Totals {
  const lines = { found: 0, taken: 0 };
  const branches = { found: 0, taken: 0 };
  for (const file of files) {
    lines.found += file.lines.size;
    for (const hits of file.lines.values()) if (hits > 0) lines.taken += 1;
    for (const { found, taken } of file.branches.values()) {
      branches.found += found;
      branches.taken += taken;
    }
  }
  return { lines, branches };
}

/**
 * Percent with two digits, cut, not rounded: 89.996 is not the 90 that somebody asks for. Undefined where there is nothing to
 * reach.
 */
export const percent = ({ found, taken }: Ways): number | undefined =>
  found === 0 ? undefined : Math.floor((taken * 10_000) / found) / 100;
