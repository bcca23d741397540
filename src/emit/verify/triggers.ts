import { cronProblem } from "../../workflow/cron.ts";
import { payloadFields } from "../../workflow/payload-fields.gen.ts";
import { problem } from "../problem.ts";
import { type Facts, placeOf, type Rule, where } from "./facts.ts";

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> => typeof x === "object" && x !== null;
const keysOf = (x: unknown, key: string): readonly string[] => {
  const inner = isRecord(x) ? x[key] : undefined;
  return isRecord(inner) ? Object.keys(inner) : [];
};

/** The fields of `github.event` that some trigger fills; undefined where nobody can know (a caller's event). */
function eventFields({ made }: Facts): ReadonlySet<string> | undefined {
  const triggers = Object.keys(made.on);
  if (triggers.includes("workflow_call")) return undefined;
  return new Set(triggers.flatMap((trigger) => payloadFields[trigger] ?? []));
}

/** An event's field that no trigger of this workflow fills has leaked in from another workflow. */
export const eventOfTriggers: Rule = (facts) => {
  const fields = eventFields(facts);
  if (!fields) return [];
  return facts.sites.flatMap(({ site, job }) =>
    site.expressions.flatMap(({ reads }) =>
      reads.paths.flatMap(([root, event, field]) =>
        root === "github" && event === "event" && field !== undefined && field !== "*" && !fields.has(field)
          ? [
              problem(
                "trigger",
                `${where(site, job)}: github.event.${field} is filled by none of the triggers ${Object.keys(facts.made.on).join(", ")}`,
                placeOf(site, facts),
              ),
            ]
          : [],
      ),
    ),
  );
};

/** An input that is read is one that a trigger declares. */
export const declaredInputs: Rule = (facts) => {
  const { on } = facts.made;
  const inputs = new Set(
    [...keysOf(on["workflow_dispatch"], "inputs"), ...keysOf(on["workflow_call"], "inputs")].map((i) =>
      i.toLowerCase(),
    ),
  );
  const there = inputs.size > 0 ? `there are ${[...inputs].join(", ")}` : "there are none";
  return facts.sites.flatMap(({ site, job }) =>
    site.expressions.flatMap(({ reads }) =>
      reads.paths.flatMap(([root, name]) =>
        root === "inputs" && name !== undefined && name !== "*" && !inputs.has(name.toLowerCase())
          ? [
              problem(
                "trigger",
                `${where(site, job)}: no trigger declares input ${name}; ${there}`,
                placeOf(site, facts),
              ),
            ]
          : [],
      ),
    ),
  );
};

export const cronLines: Rule = ({ made }) => {
  const lines: unknown = made.on["schedule"];
  if (!Array.isArray(lines)) return [];
  return lines.flatMap((line: unknown) => {
    const cron = isRecord(line) ? line["cron"] : undefined;
    const why = typeof cron === "string" ? cronProblem(cron) : "is no text";
    return why ? [problem("schedule", `cron '${String(cron)}': ${why}`, made.place)] : [];
  });
};

const filterPairs = [
  ["branches", "branchesIgnore"],
  ["tags", "tagsIgnore"],
  ["paths", "pathsIgnore"],
] as const;

/** GitHub takes a filter or its opposite, not both. */
export const filterOpposites: Rule = ({ made }) =>
  Object.entries(made.on).flatMap(([trigger, filters]) =>
    filterPairs.flatMap(([one, other]) =>
      isRecord(filters) && filters[one] !== undefined && filters[other] !== undefined
        ? [
            problem(
              "trigger",
              `${trigger} has both ${one} and ${other}: write '!pattern' in ${one} instead`,
              made.place,
            ),
          ]
        : [],
    ),
  );
