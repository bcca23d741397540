import { positions } from "../../expr/positions.gen.ts";
import { type Problem, problem } from "../problem.ts";
import { type Facts, placeOf, type Rule, type SiteInJob, where } from "./facts.ts";

/** Every expression is one that GitHub's own parser accepts, wherever it hides. */
export const expressionSyntax: Rule = (facts) =>
  facts.sites.flatMap(({ site, job }) =>
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

const kinds = Object.fromEntries(
  Object.entries(positions).map(([position, { reads }]) => [position, new Set<string>(reads)]),
);

function contextProblems({ site, job }: SiteInJob, facts: Facts): readonly Problem[] {
  const { position } = site;
  const at = (message: string) => problem("context", `${where(site, job)}${message}`, placeOf(site, facts));
  if (position === undefined) return [at(` takes no expression, and has ${site.text}`)];
  const allowed = kinds[position];
  const { label, reads: all } = positions[position];
  const there = () => all.filter((r) => !r.includes("(")).join(", ");
  return site.expressions.flatMap(({ reads }) => [
    ...reads.paths
      .filter(([root = ""]) => !allowed?.has(root))
      .map(([root]) => at(`: ${root} cannot be read in ${label}; there are ${there()}`)),
    ...reads.calls
      .filter(({ name }) => restricted[name] !== undefined && !allowed?.has(restricted[name]))
      .map(({ name }) => at(`: ${name}() does not exist in ${label}`)),
  ]);
}

/** What an expression reads is there at its position: also in plain text, which no type sees. */
export const contextAvailability: Rule = (facts) => facts.sites.flatMap((one) => contextProblems(one, facts));
