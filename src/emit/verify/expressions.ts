import { positions } from "../../expr/positions.gen.ts";
import { type Problem, problem } from "../problem.ts";
import type { Site } from "../sites.ts";
import { allSites, placeOf, type Rule, where } from "./facts.ts";

/** Every expression is one that GitHub's own parser accepts, wherever it hides. */
export const expressionSyntax: Rule = (facts) =>
  allSites(facts).flatMap(({ site, job }) =>
    site.expressions.flatMap(({ source, reads, closed }) => {
      const why = closed ? reads.error : "it has no closing }}";
      return why === undefined
        ? []
        : [
            problem(
              "expression",
              `${where(site, job)}: \${{ ${source} }} is no expression: ${why}`,
              placeOf(site, facts),
            ),
          ];
    }),
  );

/** Functions that exist only in some positions; the rest exist everywhere. */
const restricted: Readonly<Record<string, string>> = {
  always: "status()",
  cancelled: "status()",
  success: "status()",
  failure: "status()",
  hashfiles: "hashFiles()",
};

function contextProblems(site: Site, at: (message: string) => Problem, named: string): readonly Problem[] {
  const { position } = site;
  if (position === undefined) return [at(`${named} takes no expression, and has ${site.text}`)];
  const { label } = positions[position];
  const allowed: readonly string[] = positions[position].reads;
  const contexts = allowed.filter((r) => !r.includes("("));
  return site.expressions.flatMap(({ reads }) => [
    ...[...new Set(reads.paths.map(([root = ""]) => root))]
      .filter((root) => !allowed.includes(root))
      .map((root) => at(`${named}: ${root} cannot be read in ${label}; there are ${contexts.join(", ")}`)),
    ...reads.calls
      .filter(({ name }) => restricted[name] !== undefined && !allowed.includes(restricted[name]))
      .map(({ name }) => at(`${named}: ${name}() does not exist in ${label}`)),
  ]);
}

/** What an expression reads is there at its position: also in plain text, which no type sees. */
export const contextAvailability: Rule = (facts) =>
  allSites(facts).flatMap(({ site, job }) =>
    contextProblems(site, (message) => problem("context", message, placeOf(site, facts)), where(site, job)),
  );
