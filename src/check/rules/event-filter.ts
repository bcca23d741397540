import type { Report, Rule } from "../finding.ts";
import type { Trigger } from "../subject.ts";

export const eventFilter: Rule = {
  code: "event-filter",
  severity: "error",
  summary: "A filter and its -ignore exclude each other, and workflow_run says which workflows it follows.",
  *check({ workflow }): Iterable<Report> {
    for (const trigger of workflow.on) {
      yield* exclusive(trigger);
      const { event, filters } = trigger;
      if (event.value === "workflow_run" && !filters.some(({ name }) => name.value === "workflows")) {
        yield { at: event.at, message: 'workflow_run follows no workflow; name them: workflows: ["CI"]' };
      }
      if (
        event.value === "image_version" &&
        trigger.filters.some(({ name }) => name.value === "versions") &&
        trigger.types?.some(({ value }) => value !== "ready")
      ) {
        yield {
          at: event.at,
          severity: "warning",
          message: "versions exist only once an image is ready; the other types have none to filter",
        };
      }
    }
  },
};

function* exclusive({ event, filters }: Trigger): Iterable<Report> {
  for (const { name } of filters) {
    const other = filters.find((filter) => filter.name.value === `${name.value}-ignore`);
    if (other === undefined) continue;
    const later = other.name.at.start > name.at.start ? other : { name };
    const message = `"${event.value}" has both ${name.value} and ${name.value}-ignore; GitHub takes one of them, so write exceptions as !PATTERN`;
    yield { at: later.name.at, message };
  }
}
