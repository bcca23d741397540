import { pathsIn, syntaxesOf } from "../expression/reads.ts";
import type { Planned, RawTree } from "../plan/plan.ts";

const textsOf = (tree: RawTree | undefined): readonly string[] => {
  if (typeof tree === "string") return [tree];
  return typeof tree === "object" && tree !== null ? Object.values(tree).flatMap(textsOf) : [];
};

/** The outputs of earlier jobs that a matrix is made of, `list.services`; `list.*` where it takes all there are. */
export function outputsOfMatrix({ strategy }: Planned): readonly string[] {
  const texts =
    typeof strategy === "string" ? [strategy] : [strategy?.matrix, strategy?.failFast, strategy?.maxParallel];
  const paths = texts
    .flatMap(textsOf)
    .flatMap((text) => syntaxesOf(text))
    .flatMap(pathsIn);
  const asked = paths.flatMap(([root, job = "*", what, name = "*"]) =>
    root === "needs" && what !== "result" ? [`${job}.${name}`] : [],
  );
  return [...new Set(asked)];
}
