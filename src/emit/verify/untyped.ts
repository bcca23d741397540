import type { Place } from "../../workflow/place.ts";
import type { Untyped } from "../../workflow/untyped.ts";
import { problem } from "../problem.ts";
import { flat } from "../step.ts";
import { modelOf, type Rule } from "./facts.ts";

const typed = {
  workflow: "name description run-name on permissions concurrency cache-mode env defaults jobs".split(" "),
  job: "name needs if strategy runs-on environment concurrency permissions cache-mode timeout-minutes cancel-timeout-minutes continue-on-error env defaults container services snapshot outputs steps uses with secrets".split(
    " ",
  ),
  step: "name id if uses run with env shell working-directory timeout-minutes continue-on-error background wait wait-all cancel parallel".split(
    " ",
  ),
};

const doubled = (what: keyof typeof typed, keys: Untyped, place: Place) =>
  Object.keys(keys)
    .filter((key) => typed[what].includes(key))
    .map((key) => problem("untyped", `${key} of a ${what} has a typed place: take it out of untyped`, place));

/** The escape hatch is for keys that have no typed place. */
export const untypedKeys: Rule = (facts) => [
  ...doubled("workflow", facts.made.untyped, facts.made.place),
  ...facts.rendered.jobs.flatMap(({ job }) => {
    const made = modelOf(job);
    const steps = made.kind === "steps" ? flat(made.steps) : [];
    return [...doubled("job", made.untyped, made.place), ...steps.flatMap((s) => doubled("step", s.untyped, s.place))];
  }),
];
