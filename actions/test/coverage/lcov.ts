import type { Coverage, FileCoverage, Ways } from "./coverage.ts";
import { mergeCoverage } from "./coverage.ts";

export const isLcov = (text: string): boolean => /^(TN:|SF:)/m.test(text.slice(0, 4096));

interface Section {
  readonly lines: Map<number, number>;
  readonly branches: Map<number, Ways>;
}

const count = (text: string | undefined) => {
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? value : 0;
};

function read(section: Section, key: string, value: string): void {
  const [first = "", second, third, fourth] = value.split(",");
  const line = Number(first);
  if (!Number.isInteger(line) || line < 1) return;
  if (key === "DA") section.lines.set(line, (section.lines.get(line) ?? 0) + count(second));
  if (key !== "BRDA") return;
  const before = section.branches.get(line) ?? { found: 0, taken: 0 };
  // `-`: its line never ran
  section.branches.set(line, {
    found: before.found + 1,
    taken: before.taken + (third !== undefined && count(fourth) > 0 ? 1 : 0),
  });
}

/** lcov's tracefile: a section per file, `DA:line,hits` and `BRDA:line,block,branch,taken` (man geninfo). */
export function readLcov(text: string): Coverage {
  const sections: Coverage[] = [];
  let path: string | undefined;
  let section: Section = { lines: new Map(), branches: new Map() };
  const close = () => {
    const file: FileCoverage = section;
    if (path !== undefined) sections.push(new Map([[path, file]]));
    path = undefined;
    section = { lines: new Map(), branches: new Map() };
  };
  for (const row of text.split(/\r?\n/)) {
    const colon = row.indexOf(":");
    if (row.trim() === "end_of_record") close();
    else if (row.startsWith("SF:")) {
      close();
      path = row.slice(3).trim();
    } else if (colon > 0) read(section, row.slice(0, colon), row.slice(colon + 1));
  }
  close();
  return mergeCoverage(sections);
}
