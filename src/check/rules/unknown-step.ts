import type { Report, Rule } from "../finding.ts";

export const unknownStep: Rule = {
  code: "unknown-step",
  severity: "error",
  summary: "steps.x is read only below the step x of the same job, and only the outputs its action has.",
  *check({ issues }): Iterable<Report> {
    for (const { kind, path, at, message, place } of issues) {
      if (kind !== "property" || path[0]?.toLowerCase() !== "steps") continue;
      const later = place.job?.kind === "job" && path.length === 2 && isLater(place.job.steps ?? [], path[1] ?? "");
      yield { at, message: later ? `the step "${path[1]}" runs later than this, so it has no outputs yet` : message };
    }
  },
};

function isLater(
  steps: readonly { readonly kind: string; readonly id?: { readonly value: string } | undefined }[],
  id: string,
): boolean {
  return steps.some((step) => step.id?.value.toLowerCase() === id.toLowerCase());
}
