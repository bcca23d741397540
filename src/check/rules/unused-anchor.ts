import type { Report, Rule } from "../finding.ts";

export const unusedAnchor: Rule = {
  code: "unused-anchor",
  severity: "error",
  summary: "An anchor is used: one that is not is a leftover, or the alias that meant it is misspelt.",
  *check({ workflow }): Iterable<Report> {
    for (const { value: name, at } of workflow.unusedAnchors)
      yield { at, message: `nothing refers to the anchor "&${name}"; take it away, or use it as *${name}` };
  },
};
