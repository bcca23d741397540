import type { Report, Rule } from "../finding.ts";
import { type GlobKind, globMistakes } from "../glob.ts";
import { type Located, literalOf } from "../subject.ts";
import { runnerJobs } from "../walk.ts";

const kinds: Readonly<Record<string, GlobKind>> = {
  branches: "ref",
  "branches-ignore": "ref",
  tags: "ref",
  "tags-ignore": "ref",
  paths: "path",
  "paths-ignore": "path",
  versions: "version",
};

export const filterPattern: Rule = {
  code: "filter-pattern",
  severity: "error",
  summary: "Filters are patterns that can match: no regular expressions, no names git forbids.",
  *check({ workflow }): Iterable<Report> {
    for (const { filters } of workflow.on) {
      for (const { name, patterns } of filters) {
        const kind = kinds[name.value];
        if (kind === undefined) continue;
        for (const pattern of patterns) yield* mistakes(pattern, kind);
      }
    }
    for (const { snapshot } of runnerJobs(workflow)) {
      const version = snapshot?.version;
      const value = version && literalOf(version);
      if (version !== undefined && value !== undefined) yield* mistakes({ value, at: version.at }, "version");
    }
  },
};

function* mistakes(pattern: Located<string>, kind: GlobKind): Iterable<Report> {
  for (const message of globMistakes(pattern.value, kind)) yield { at: pattern.at, message };
}
