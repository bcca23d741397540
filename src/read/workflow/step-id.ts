import type { Step } from "./step.ts";

/**
 * The id each step has in logs and in the `steps` context of the runner: its own, or one made from what it does
 * (languageservices `steps.ts` and `id-builder.ts`): `__actions_checkout`, `__run_2`.
 */
export function stepIds(steps: readonly Step[]): readonly string[] {
  const taken = new Set(steps.flatMap((step) => (step.kind !== "parallel" && step.id ? [step.id.value] : [])));
  return steps.map((step) => {
    if (step.kind !== "parallel" && step.id !== undefined) return step.id.value;
    const stem = `__${nameOf(step).replaceAll(/[^A-Za-z0-9_-]/g, "_")}`.slice(0, 100);
    for (let count = 1; ; count++) {
      const suffix = count === 1 ? "" : `_${count}`;
      const id = stem.slice(0, 100 - suffix.length) + suffix;
      if (taken.has(id)) continue;
      taken.add(id);
      return id;
    }
  });
}

function nameOf(step: Step): string {
  if (step.kind !== "uses") return step.kind;
  const uses = step.uses.value;
  if (uses.startsWith("docker://")) return uses.slice("docker://".length);
  if (/^(\.[/\\]|\$\/)/.test(uses)) return "self";
  const [path = "", ref, ...rest] = uses.split("@");
  const [owner, repository] = path.split(/[\\/]/).filter((part) => part !== "");
  return ref && rest.length === 0 && owner && repository ? `${owner}/${repository}` : "run";
}
