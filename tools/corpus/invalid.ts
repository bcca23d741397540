import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../../src/check/finding.ts";
import { project } from "../../src/check/project.ts";
import { checkWorkflow } from "../../src/check/run.ts";
import type { Case, CorpusKind } from "./kind.ts";

interface Judged {
  readonly cases: readonly Case[];
  readonly elsewhere: readonly string[];
}
const elsewhere: string[] = [];

/** Workflows that are wrong: an error on the line of each expected message, few errors on other lines. */
export const invalid: CorpusKind = {
  about: "workflows that are wrong",
  run: (folder) => {
    const judged = readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .map((name) => judge(folder, name));
    elsewhere.splice(0, elsewhere.length, ...judged.flatMap((each) => each.elsewhere));
    return judged.flatMap((each) => each.cases);
  },
  summary: (cases) => {
    const passed = cases.filter((each) => each.passed).length;
    const share = (part: number) => `${((100 * part) / Math.max(cases.length, 1)).toFixed(1)} %`;
    return [
      ...elsewhere,
      `found ${share(passed)} of the expected lines; errors on ${elsewhere.length} other lines, ${share(elsewhere.length)} as many`,
    ].join("\n");
  },
};

function judge(folder: string, name: string): Judged {
  const expected = expectedIn(readFileSync(join(folder, name.replace(/\.ya?ml$/, ".out")), "utf8"));
  const findings = checkWorkflow(name, readFileSync(join(folder, name), "utf8"), { project: project(() => undefined) });
  const errors = findings.filter(({ severity }) => severity === "error");
  const lines = new Set(expected.map(({ line }) => line));
  const found = new Set(errors.map(({ line }) => line));
  const cases = expected.map(({ line, message }) => ({
    name: `${name}:${line}`,
    passed: found.has(line),
    detail: message,
  }));
  const others = new Map(errors.filter(({ line }) => !lines.has(line)).map((error) => [error.line, error]));
  return { cases, elsewhere: [...others.values()].map((error) => show(name, error)) };
}

/** `test.yaml:9:9: message [rule]`, or the same as a regular expression between slashes. */
function expectedIn(text: string): readonly { readonly line: number; readonly message: string }[] {
  return text.split("\n").flatMap((row) => {
    const found = /^\/?test\\?\.yaml:(\d+):\d+: (.*)$/.exec(row);
    return found === null ? [] : [{ line: Number(found[1]), message: found[2] ?? "" }];
  });
}

function show(name: string, { line, message, code }: Finding): string {
  return `+ ${name}:${line} ${message.slice(0, 150)} [${code}]`;
}
