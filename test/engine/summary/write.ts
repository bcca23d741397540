import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type PassedAgain, passedAgainEnd } from "../../../tools/again/reporter.ts";
import { engineFacts } from "./facts.ts";
import { page } from "./page.ts";
import { readRound } from "./results.ts";

/** Rehearsals whose reports the suites kept. */
function rehearsals(results: string): Readonly<Record<string, string>> {
  const folder = join(results, "rehearsals");
  if (!existsSync(folder)) return {};
  const links = readdirSync(folder).map((name): [string, string] => [name, `rehearsals/${name}/report.html`]);
  return Object.fromEntries(links.filter(([, link]) => existsSync(join(results, link))).sort());
}

/** Writes `engine.html` from what the rounds left; where vitest itself broke, it left nothing. */
export async function writeSummary(results: string, root: string, reports: readonly string[]): Promise<string> {
  const rounds = reports
    .filter((report) => existsSync(report))
    .map((report) => readRound(readFileSync(report, "utf8"), root));
  const again = reports
    .map((report) => report.replace(/\.json$/, passedAgainEnd))
    .filter((file) => existsSync(file))
    .flatMap((file): readonly PassedAgain[] => JSON.parse(readFileSync(file, "utf8")));
  const path = join(results, "engine.html");
  writeFileSync(path, page({ rounds, again, engine: await engineFacts(), rehearsals: rehearsals(results) }));
  return path;
}
