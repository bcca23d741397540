import { type Coverage, percent, totalsOf } from "./coverage.ts";

/** What was asked of coverage. */
export interface Bars {
  readonly lines: number | undefined;
  readonly branches: number | undefined;
  /** points below the baseline */
  readonly drop: number | undefined;
}

export interface FileChange {
  readonly path: string;
  readonly now: number;
  readonly before: number;
}

/** Coverage in numbers: percent, and points of difference to the baseline. */
export interface CoverageResult {
  readonly lines: number | undefined;
  readonly branches: number | undefined;
  readonly before: number | undefined;
  readonly change: number | undefined;
  /** files that lost, the greatest loss first */
  readonly lost: readonly FileChange[];
  /** sentences, one for each bar that was missed */
  readonly missed: readonly string[];
}

const points = (value: number) => Math.round(value * 100) / 100;

function lostFiles(now: Coverage, before: Coverage): readonly FileChange[] {
  return [...now]
    .flatMap(([path, file]) => {
      const old = before.get(path);
      const [is, was] = [percent(totalsOf([file]).lines), old && percent(totalsOf([old]).lines)];
      return is !== undefined && was !== undefined && is < was ? [{ path, now: is, before: was }] : [];
    })
    .sort((a, b) => a.now - a.before - (b.now - b.before));
}

const below = (what: string, is: number | undefined, bar: number | undefined): readonly string[] => {
  if (bar === undefined || (is !== undefined && is >= bar)) return [];
  return [
    is === undefined
      ? `no coverage of ${what} was measured; ${bar} % is asked`
      : `${is} % of ${what} covered; ${bar} % is asked`,
  ];
};

export function judgeCoverage(now: Coverage, baseline: Coverage | undefined, bars: Bars): CoverageResult {
  const { lines, branches } = totalsOf(now.values());
  const [is, ways] = [percent(lines), percent(branches)];
  const before = baseline && percent(totalsOf(baseline.values()).lines);
  const change = is === undefined || before === undefined ? undefined : points(is - before);
  const dropped = bars.drop !== undefined && change !== undefined && -change > bars.drop;
  return {
    lines: is,
    branches: ways,
    before,
    change,
    lost: baseline === undefined ? [] : lostFiles(now, baseline),
    missed: [
      ...below("lines", is, bars.lines),
      ...below("branches", ways, bars.branches),
      ...(dropped
        ? [`${is} % of lines covered, ${-(change ?? 0)} points below the baseline; ${bars.drop} are allowed`]
        : []),
    ],
  };
}
