import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import type { Finding } from "../../actions/trivy-scan/finding.ts";
import { readTrivyReport } from "../../actions/trivy-scan/report/trivy.ts";
import { parseJson } from "../../src/release/json/json.ts";
import type { Case, CorpusKind } from "./kind.ts";

const counts = v.record(v.string(), v.number());
const expectation = v.record(
  v.string(),
  v.object({ vulnerabilities: counts, fixable: counts, misconfigurations: v.number(), secrets: v.number() }),
);
type Counts = v.InferOutput<typeof expectation>[string];

/** `EXPECTED.json` counts what each report holds, by severity and by whether there is a fix. */
export const trivy: CorpusKind = {
  about: "reports that Trivy itself wrote",
  run: (folder) => {
    const expected = join(folder, "EXPECTED.json");
    if (!existsSync(expected)) throw new Error(`expected EXPECTED.json in ${folder}`);
    const all = v.parse(expectation, JSON.parse(readFileSync(expected, "utf8")));
    return Object.entries(all).map(([file, wanted]) => compare(file, readFileSync(join(folder, file), "utf8"), wanted));
  },
};

function bySeverity(findings: readonly Finding[]): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { severity } of findings) {
    const name = severity.toUpperCase();
    found[name] = (found[name] ?? 0) + 1;
  }
  return found;
}

function countsOf(text: string): Counts {
  const { findings } = readTrivyReport(parseJson(text), { platform: undefined, isFolder: false });
  const of = (kind: Finding["kind"]) => findings.filter((finding) => finding.kind === kind);
  const vulnerabilities = of("vulnerability");
  return {
    vulnerabilities: bySeverity(vulnerabilities),
    fixable: bySeverity(vulnerabilities.filter(({ fixable }) => fixable)),
    misconfigurations: of("misconfiguration").length,
    secrets: of("secret").length,
  };
}

const sorted = ({ vulnerabilities, fixable, misconfigurations, secrets }: Counts) =>
  JSON.stringify({
    vulnerabilities: Object.entries(vulnerabilities).sort(),
    fixable: Object.entries(fixable).sort(),
    misconfigurations,
    secrets,
  });

function compare(name: string, text: string, wanted: Counts): Case {
  try {
    const [came, expected] = [sorted(countsOf(text)), sorted(wanted)];
    return { name, passed: came === expected, detail: `expected ${expected}\ncame     ${came}` };
  } catch (thrown) {
    return { name, passed: false, detail: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
