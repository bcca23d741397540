import type { Report, Rule } from "../finding.ts";
import { nearest } from "../types/nearest.ts";
import { usesOf } from "../walk.ts";

/** Every action that runs in a container of its own takes these as well (metadata syntax, `runs.args`). */
const ofDocker: ReadonlySet<string> = new Set(["entrypoint", "args"]);

export const actionInput: Rule = {
  code: "action-input",
  severity: "error",
  summary: "An action gets the inputs it has, and all that it requires; GitHub only warns of wrong names.",
  *check({ workflow, project }): Iterable<Report> {
    for (const { step } of usesOf(workflow)) {
      const { value: uses, at } = step.uses;
      const action = uses.startsWith("docker://") ? undefined : project.action(uses);
      if (action === undefined || step.with?.expression !== undefined) continue;
      const inputs = new Map(
        Object.entries(action.inputs).map(([name, facts]) => [name.toLowerCase(), { name, ...facts }]),
      );
      const given = new Set<string>();
      for (const { name } of step.with?.entries ?? []) {
        const folded = name.value.toLowerCase();
        given.add(folded);
        const input = inputs.get(folded);
        if (input === undefined && !(action.docker === true && ofDocker.has(folded))) {
          const hint =
            inputs.size === 0
              ? "it takes none"
              : `its inputs are ${[...inputs.values()]
                  .map((each) => `"${each.name}"`)
                  .sort()
                  .join(", ")}`;
          const meant = nearest(name.value, Object.keys(action.inputs));
          const message = `"${uses}" has no input "${name.value}"; ${meant === undefined ? hint : `did you mean "${meant}"?`}`;
          // another release may have it, or may have written it with other hyphens, unless it is plainly a slip
          const unsure = action.open === true && (meant === undefined || letters(meant) === letters(name.value));
          yield unsure ? { at: name.at, message, severity: "warning" } : { at: name.at, message };
        } else if (input?.deprecated !== undefined) {
          yield { at: name.at, message: `the input "${name.value}" of "${uses}" is deprecated: ${input.deprecated}` };
        }
      }
      for (const [folded, input] of inputs) {
        if (!input.required || given.has(folded)) continue;
        const message = `"${uses}" requires the input "${input.name}"`;
        yield action.open === true ? { at, message, severity: "warning" } : { at, message };
      }
    }
  },
};

function letters(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, "");
}
