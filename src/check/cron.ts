interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** POSIX cron as GitHub reads it: five fields, names for months and days, no @daily, no seconds. */
const fields: readonly Field[] = [
  { name: "minute", least: 0, most: 59 },
  { name: "hour", least: 0, most: 23 },
  { name: "day of month", least: 1, most: 31 },
  { name: "month", least: 1, most: 12, names: months },
  { name: "day of week", least: 0, most: 6, names: days },
];

export function cronMistake(cron: string): string | undefined {
  const parts = cron.trim().split(/\s+/);
  if (parts.length !== fields.length) {
    return `"${cron}" has ${parts.length} field${parts.length === 1 ? "" : "s"}; a schedule has five: minute hour day-of-month month day-of-week`;
  }
  for (const [index, field] of fields.entries()) {
    const part = parts[index] ?? "";
    if (valuesOf(part, field) === undefined) {
      return `"${part}" is no ${field.name}; it is ${field.least}-${field.most}, *, a list (1,2), a range (1-5) or a step (*/5)`;
    }
  }
  return undefined;
}

/** The least number of minutes between two runs within an hour; undefined when it runs once an hour at most. */
export function shortestGap(cron: string): number | undefined {
  const [minute = ""] = cron.trim().split(/\s+/);
  const [field] = fields;
  const values = field && valuesOf(minute, field);
  if (values === undefined || values.length < 2) return undefined;
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((value, index) => value - (sorted[index] ?? 0));
  return Math.min(...gaps);
}

function valuesOf(part: string, field: Field): readonly number[] | undefined {
  const all: number[] = [];
  for (const item of part.split(",")) {
    const found = /^(\*|[^-/]+(?:-[^-/]+)?)(?:\/(\d+))?$/.exec(item);
    const [, range = "", step = "1"] = found ?? [];
    const bounds = rangeOf(range, field, found?.[2] !== undefined);
    if (found === null || bounds === undefined || Number(step) < 1) return undefined;
    for (let value = bounds[0]; value <= bounds[1]; value += Number(step)) all.push(value);
  }
  return all;
}

function rangeOf(range: string, field: Field, stepped: boolean): readonly [number, number] | undefined {
  if (range === "*") return [field.least, field.most];
  const [first = "", last] = range.split("-");
  const from = numberOf(first, field);
  const to = last === undefined ? (stepped ? field.most : from) : numberOf(last, field);
  return from === undefined || to === undefined || from > to ? undefined : [from, to];
}

function numberOf(text: string, field: Field): number | undefined {
  const named = field.names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return named + field.least;
  if (!/^\d+$/.test(text)) return undefined;
  const value = Number(text);
  return value >= field.least && value <= field.most ? value : undefined;
}
