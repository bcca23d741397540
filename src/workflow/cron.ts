/** A cron string, checked by the compiler: five fields, numbers in range, names of months and days. */
import type { Nothing, Tell } from "../expr/tell.ts";

type Digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";
type Minute = Digit | `${"0" | "1" | "2" | "3" | "4" | "5"}${Digit}`;
type Hour = Digit | `${"0" | "1"}${Digit}` | "20" | "21" | "22" | "23";
type Day = Exclude<Digit, "0"> | Exclude<`0${Digit}`, "00"> | `${"1" | "2"}${Digit}` | "30" | "31";
type MonthName = "JAN" | "FEB" | "MAR" | "APR" | "MAY" | "JUN" | "JUL" | "AUG" | "SEP" | "OCT" | "NOV" | "DEC";
type Month = Exclude<Digit, "0"> | Exclude<`0${Digit}`, "00"> | "10" | "11" | "12" | MonthName;
type Weekday = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "SUN" | "MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT";

type IsRange<F extends string, N extends string> = F extends "*"
  ? true
  : F extends `${infer A}-${infer B}`
    ? [A, B] extends [N, N]
      ? true
      : false
    : F extends N
      ? true
      : false;
type IsItem<F extends string, N extends string> = F extends `${infer R}/${infer Step}`
  ? Step extends Exclude<Minute, "0" | "00">
    ? IsRange<R, N>
    : false
  : IsRange<F, N>;
type Bad<F extends string, N extends string> = F extends `${infer A},${infer B}`
  ? IsItem<A, N> extends true
    ? Bad<B, N>
    : A
  : IsItem<F, N> extends true
    ? never
    : F;

type Field<F extends string, N extends string, What extends string, S extends string, Next> = [Bad<F, N>] extends [
  never,
]
  ? Next
  : Tell<`cron '${S}': ${What} cannot be '${Bad<F, N>}'`>;

/** `S` itself when it is a cron string, or not wholly known before run time (then generation parses it); else why not. */
export type Cron<S extends string> =
  Nothing extends Record<S, 1>
    ? S
    : S extends `${infer A} ${infer B} ${infer C} ${infer D} ${infer E}`
      ? Field<
          A,
          Minute,
          "the minute (0-59)",
          S,
          Field<
            B,
            Hour,
            "the hour (0-23)",
            S,
            Field<
              C,
              Day,
              "the day of the month (1-31)",
              S,
              Field<
                Uppercase<D>,
                Month,
                "the month (1-12, JAN-DEC)",
                S,
                Field<Uppercase<E>, Weekday, "the day of the week (0-6, SUN-SAT)", S, S>
              >
            >
          >
        >
      : Tell<`cron '${S}' needs five fields: minute hour day month weekday`>;

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const fields = [
  { what: "the minute", from: 0, to: 59, names: [] },
  { what: "the hour", from: 0, to: 23, names: [] },
  { what: "the day of the month", from: 1, to: 31, names: [] },
  { what: "the month", from: 1, to: 12, names: months },
  { what: "the day of the week", from: 0, to: 6, names: days },
] as const;

/** Why a text is no cron string that GitHub takes; undefined when it is one. The same rules as the type, for computed text. */
export function cronProblem(cron: string): string | undefined {
  const given = cron.trim().split(/\s+/);
  if (given.length !== fields.length) return "needs five fields: minute hour day month weekday";
  for (const [i, field] of fields.entries()) {
    const names: readonly string[] = field.names;
    const isValue = (text: string) =>
      names.includes(text.toUpperCase()) ||
      (/^\d{1,2}$/.test(text) && Number(text) >= field.from && Number(text) <= field.to);
    for (const item of (given[i] ?? "").split(",")) {
      const [range = "", step] = item.split("/");
      const values = range.split("-");
      const fine = range === "*" || (values.length <= 2 && values.every(isValue));
      const steps = step === undefined || (/^\d{1,2}$/.test(step) && Number(step) > 0);
      if (!fine || !steps) return `${field.what} (${field.from}-${field.to}) cannot be '${item}'`;
    }
  }
  return undefined;
}
