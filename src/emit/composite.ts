/** A composite action as its `action.yml`, and what GitHub would not take in one. */
import { isExpression } from "../expr/expression.ts";
import type { Reads } from "../expr/parse.ts";
import type { AnyComposite, CompositeModel } from "../workflow/composite.ts";
import { model } from "../workflow/job-model.ts";
import type { StepModel } from "../workflow/step.ts";
import type { Pins } from "./callees.ts";
import { data } from "./data.ts";
import { type Problem, problem } from "./problem.ts";
import { readSteps, type Site, sitesOf } from "./sites.ts";
import { scriptsOf, stepProblems, stepsTree, withIds } from "./step.ts";
import { fixed, text } from "./text.ts";
import { entry, type Mapping, mapping, plain } from "./tree.ts";
import { idProblems, misreadSteps } from "./verify/steps.ts";

/** GitHub's action schema: what the steps of a composite action may read (`composite-steps`). */
const contexts = ["github", "inputs", "strategy", "matrix", "steps", "job", "runner", "env"];

const inputsTree = (made: CompositeModel): Mapping =>
  mapping(
    Object.entries(made.inputs).map(([name, { description, required, default: fallback }]) =>
      entry(
        name,
        mapping([
          entry("description", plain(description)),
          entry("required", required === undefined ? undefined : plain(required)),
          entry("default", fallback === undefined ? undefined : plain(fallback)),
        ]),
      ),
    ),
  );

const outputsTree = (made: CompositeModel): Mapping =>
  mapping(
    Object.entries(made.outputs).map(([name, given]) => {
      const { value, description } = isDescribed(given) ? given : { value: given, description: undefined };
      return entry(
        name,
        mapping([
          entry("description", fixed(description)),
          entry("value", isExpression(value) ? text(value, "string-runner-context") : undefined),
        ]),
      );
    }),
  );
const isDescribed = (x: unknown): x is { readonly value: unknown; readonly description: string } =>
  typeof x === "object" && x !== null && !isExpression(x) && "value" in x && "description" in x;

export interface RenderedComposite {
  readonly tree: Mapping;
  readonly problems: readonly Problem[];
}

export function renderComposite(composite: AnyComposite, pins: Pins, memo: Map<string, Reads>): RenderedComposite {
  const made = composite[model];
  // `shell` is required in composite actions: nothing is assumed about the runner
  const scripts = scriptsOf(made.steps);
  const bare = stepsTree(made.steps, { shellByDefault: false, pins, scripts });
  const outputs = outputsTree(made);
  const sites = sitesOf(
    mapping([
      { key: "outputs", value: outputs },
      { key: "steps", value: bare },
    ]),
    memo,
    made.place,
  );
  const steps = withIds(bare, made.steps, readSteps(sites));
  const tree = mapping([
    entry("name", plain(made.name)),
    entry("description", plain(made.description)),
    entry("inputs", inputsTree(made), { apart: true }),
    entry("outputs", outputs, { apart: true }),
    entry("branding", made.branding && data(made.branding), { apart: true }),
    {
      key: "runs",
      apart: true,
      value: mapping([
        { key: "using", value: plain("composite") },
        { key: "steps", value: steps },
      ]),
    },
  ]);
  return {
    tree,
    problems: [
      ...misplaced(made),
      ...made.steps.flatMap((step) => stepProblems(step, scripts)),
      ...made.steps.flatMap(unfit),
      ...idProblems(made.steps),
      ...sites.flatMap((site) =>
        misreadSteps(site, made.steps).map((why) => problem("step-order", why, site.place ?? made.place)),
      ),
      ...sites.flatMap((s) => misread(s, made)),
    ],
  };
}

/** Its file is written there, and `$/` finds it there. */
const misplaced = ({ path, place }: CompositeModel): readonly Problem[] =>
  path === "" || path.startsWith("/") || path.split("/").some((part) => part === "" || part === "." || part === "..")
    ? [problem("file", `'${path}' is no folder of this repository: write it from the root, as actions/setup`, place)]
    : [];

/** Keys that the steps of a job have and those of a composite action have not. */
function unfit(step: StepModel): readonly Problem[] {
  const wrong = [
    ...(step.timeoutMinutes === undefined ? [] : ["timeoutMinutes"]),
    ...(step.background ? ["background"] : []),
    ...(step.what.kind === "run" || step.what.kind === "uses" ? [] : [step.what.kind]),
  ];
  return wrong.map((key) =>
    problem(
      "background",
      `a step of a composite action takes no ${key}: give it to the step that uses the action`,
      step.place,
    ),
  );
}

const misread = (site: Site, made: CompositeModel): readonly Problem[] =>
  site.expressions.flatMap(({ reads, source, closed }) => {
    const place = site.place ?? made.place;
    if (reads.error !== undefined || !closed)
      return [
        problem("expression", `\${{ ${source} }} is no expression: ${reads.error ?? "it has no closing }}"}`, place),
      ];
    return reads.paths
      .filter(([root = ""]) => !contexts.includes(root))
      .map(([root]) =>
        problem(
          "context",
          `${root} cannot be read in a composite action; there are ${contexts.join(", ")}: hand it in as an input`,
          place,
        ),
      );
  });
