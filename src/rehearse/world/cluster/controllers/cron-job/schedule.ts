const ranges = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

const shorthands: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

/** `0,30 1-3 * * *` as five sets of numbers; undefined for what cannot be read. */
export function parseSchedule(text: string): readonly ReadonlySet<number>[] | undefined {
  const fields = (shorthands[text.trim()] ?? text).trim().split(/\s+/);
  if (fields.length !== ranges.length) return undefined;
  const sets = fields.map((field, i) => numbersOf(field, ranges[i] ?? [0, 0]));
  return sets.every((set) => set.size > 0) ? sets : undefined;
}

function numbersOf(field: string, [lowest, highest]: readonly [number, number]): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const part of field.split(",")) {
    const match = /^(?:(\*)|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (match === null) return new Set();
    const [, star, first, last, step] = match;
    const from = star ? lowest : Number(first);
    const to = star || (step !== undefined && last === undefined) ? highest : Number(last ?? first);
    if (from < lowest || to > highest + (highest === 6 ? 1 : 0)) return new Set();
    // a week has two names for Sunday
    for (let n = from; n <= to; n += Number(step ?? 1)) numbers.add(highest === 6 ? n % 7 : n);
  }
  return numbers;
}

/** The next minute after a time that the schedule names, in UTC; undefined when there is none within four years. */
export function nextTime(sets: readonly ReadonlySet<number>[], after: number): number | undefined {
  const [minutes, hours, days, months, weekdays] = sets;
  const end = after + 4 * 366 * 86_400_000;
  let time = Math.floor(after / 60_000) * 60_000 + 60_000;
  const anyDay = days?.size === 31;
  const anyWeekday = weekdays?.size === 7;
  while (time < end) {
    const date = new Date(time);
    const day = days?.has(date.getUTCDate()) ?? false;
    const weekday = weekdays?.has(date.getUTCDay()) ?? false;
    // cron: where both are restricted, either will do
    const dayFits = anyDay || anyWeekday ? day && weekday : day || weekday;
    if (!months?.has(date.getUTCMonth() + 1) || !dayFits)
      time = Math.floor(time / 86_400_000) * 86_400_000 + 86_400_000;
    else if (!hours?.has(date.getUTCHours())) time = Math.floor(time / 3_600_000) * 3_600_000 + 3_600_000;
    else if (!minutes?.has(date.getUTCMinutes())) time += 60_000;
    else return time;
  }
  return undefined;
}
