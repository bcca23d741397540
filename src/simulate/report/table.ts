import type { StepOtherwise } from "../play/steps.ts";
import type { Simulation } from "../simulate.ts";
import type { Row } from "../table/row.ts";
import { meetingLines } from "./meetings.ts";
import { otherwiseLines } from "./otherwise.ts";
import { secretWords, shown, tokenWords } from "./words.ts";
import { wrap } from "./wrap.ts";

export interface TableOptions {
  /** whether steps are shown, too */
  readonly steps: boolean;
  /** `4 in a row, about 5 min`: what is known of the time it takes */
  readonly time: string;
}

const widest = 34;

/** ` ×3`; ` ×?` where an earlier job says it */
const legsOf = ({ legs, unknownMatrix }: Row): string =>
  unknownMatrix.length > 0 ? " ×?" : legs > 1 ? ` ×${legs}` : "";

const unknownWords = ({ unknownMatrix }: Row): string =>
  `matrix unknown: say ${unknownMatrix.map((name) => (name.endsWith("*") ? name : `--output ${name}=JSON`)).join(" ")}`;

function rowLines(row: Row, width: number): readonly string[] {
  const indent = 6 + width + 2;
  const legs = legsOf(row);
  const first = `  ${row.runs ? String(row.wave).padStart(2) : " –"}  ${`${row.path}${legs}`.padEnd(width)}  `;
  if (!row.runs) return [wrap(first, row.why ?? "", indent)];
  const more = [
    ...(row.unknownMatrix.length === 0 ? [] : [unknownWords(row)]),
    ...(row.calls === undefined ? [] : [`calls ${row.calls}`]),
    ...(row.environments.length === 0 ? [] : [`environment ${row.environments.join(", ")}`]),
    ...(row.secrets.length === 0 ? [] : [`secrets: ${secretWords(row)}`]),
  ];
  const token = row.job.kind === "call" ? `calls ${row.calls ?? row.job.uses}` : tokenWords(row);
  return [
    wrap(first, token, indent),
    ...more.filter((line) => line !== token).map((line) => wrap(" ".repeat(indent), line, indent)),
  ];
}

const said = (set: Readonly<Record<string, string>>) =>
  Object.entries(set)
    .map(([name, value]) => `${name} ${shown(value)}`)
    .join(" and ");

const wayOf = ({ end, saying }: StepOtherwise) =>
  saying.length === 0 ? end : `${end} (${saying.map(said).join(" | ")})`;

/** Steps after which the same ones still run are named together. */
function afterBadSteps(all: readonly StepOtherwise[]): readonly string[] {
  const byEnd = new Map<string, { still: readonly string[]; ways: Map<string, string[]> }>();
  for (const one of all) {
    const key = one.still.join("\n");
    const known = byEnd.get(key) ?? { still: one.still, ways: new Map<string, string[]>() };
    known.ways.set(one.step, [...(known.ways.get(one.step) ?? []), wayOf(one)]);
    byEnd.set(key, known);
  }
  return [...byEnd.values()].flatMap(({ still, ways }) => {
    const alike = Map.groupBy(ways, ([, ends]) => ends.join(" · "));
    const heads = [...alike].map(([ends, steps]) => `${steps.map(([step]) => step).join(", ")} ${ends}`);
    return [...heads.map((head) => wrap("      ", head, 8)), wrap("        → ", `then still: ${still.join(", ")}`, 10)];
  });
}

function stepLines({ path, steps }: Row): readonly string[] {
  const lines = [
    ...(steps.wait.length === 0 ? [] : [wrap("      ", `waiting while all goes well: ${steps.wait.join(", ")}`, 8)]),
    ...afterBadSteps(steps.otherwise),
  ];
  return lines.length === 0 ? [] : [`    ${path}`, ...lines];
}

/** One occasion of one workflow: its jobs in their order with what each may do, and what changes where something goes wrong. */
export function table(
  { occasion, rows, otherwise, meetings, assumed }: Simulation,
  { steps, time }: TableOptions,
): string {
  const width = Math.min(widest, Math.max(...rows.map((row) => row.path.length + legsOf(row).length)));
  const runs = rows.filter((row) => row.runs && row.job.kind === "job").length;
  const guessed = Object.entries(assumed).map(([path, value]) => `${path} = ${shown(value)}`);
  const told = steps ? rows.flatMap(stepLines) : [];
  return [
    wrap("", `${occasion.title}: ${runs} ${runs === 1 ? "job runs" : "jobs run"}${time === "" ? "" : `, ${time}`}`, 4),
    `   #  ${"job".padEnd(width)}  what its token may do`,
    ...rows.flatMap((row) => rowLines(row, width)),
    ...(guessed.length === 0 ? [] : [wrap("  taken as said: ", guessed.join("; "), 4)]),
    ...(otherwise.length === 0 ? [] : ["  otherwise, where", ...otherwiseLines(otherwise)]),
    ...meetingLines(meetings),
    ...(told.length === 0 ? [] : ["  steps", ...told]),
  ].join("\n");
}
