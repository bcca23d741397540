import { problem } from "../problem.ts";
import { flat } from "../step.ts";
import { modelOf, type Rule } from "./facts.ts";

/** In a workflow that others call, `./` is the caller's checkout: their code would run with our permissions and secrets. */
export const noLocalUses: Rule = (facts) => {
  if (!("workflow_call" in facts.made.on)) return [];
  return facts.rendered.jobs.flatMap(({ job }) => {
    const made = modelOf(job);
    if (made.kind === "call") return [];
    return flat(made.steps).flatMap((step) =>
      step.what.kind === "uses" && step.what.uses.startsWith("./")
        ? [
            problem(
              "local-uses",
              `${step.what.uses} in a workflow that others call runs the caller's code: write $/${step.what.uses.slice(2)}`,
              step.place,
            ),
          ]
        : [],
    );
  });
};
