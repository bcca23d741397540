import { hosted, isKnownLabel, matrixValues, platformOf, removed } from "../facts/runners.ts";
import type { Report, Rule } from "../finding.ts";
import { literalOf, type RunnerJob, type Span } from "../subject.ts";
import { nearest } from "../types/nearest.ts";
import { runnerJobs } from "../walk.ts";

interface Label {
  readonly label: string;
  readonly at: Span;
}

export const runnerLabel: Rule = {
  code: "runner-label",
  severity: "error",
  summary: "A job asks for a runner that can exist: hosted images by their names, no two systems at once.",
  *check({ workflow }): Iterable<Report> {
    for (const job of runnerJobs(workflow)) {
      const { runsOn } = job;
      if (runsOn === undefined || runsOn.group !== undefined) continue;
      if (runsOn.form === "list" && runsOn.labels.length === 0)
        yield { at: runsOn.at, message: "runs-on names no runner" };
      const alternatives = runsOn.labels.map((text): readonly Label[] => {
        const literal = literalOf(text);
        return literal === undefined ? (matrixValues(job, text) ?? []) : [{ label: literal, at: text.at }];
      });
      yield* unknown(alternatives.flat(), job);
      yield* conflicts(alternatives);
    }
  },
};

function* unknown(labels: readonly Label[], job: RunnerJob): Iterable<Report> {
  const own = labels.some(({ label }) => label.toLowerCase() === "self-hosted");
  for (const { label, at } of labels) {
    const name = label.toLowerCase();
    if (removed.has(name)) {
      yield {
        at,
        message: `GitHub has taken "${label}" away; a job that asks for it waits and then fails. There are ${shown(platformOf(name))}`,
      };
    } else if (!own && job.runsOn?.form !== "mapping" && !isKnownLabel(label) && looksHosted(name)) {
      const meant = nearest(name, Object.keys(hosted));
      const hint = meant === undefined ? `there are ${shown(undefined)}` : `did you mean "${meant}"?`;
      yield {
        at,
        message: `GitHub hosts no "${label}"; ${hint}${hint.endsWith("?") ? "" : "."} Runners of your own are asked for with self-hosted`,
      };
    } else if (!own && job.runsOn?.form !== "mapping" && !isKnownLabel(label)) {
      yield {
        at,
        severity: "info",
        message: `"${label}" is no runner GitHub hosts; when it is one of your own, add self-hosted to make that plain`,
      };
    }
  }
}

/** By its name, or a slip away from one: such a runner of one's own would be taken for GitHub's by every reader. */
function looksHosted(name: string): boolean {
  return (
    /^(ubuntu|windows?|mac|linux-|osx|debian)/.test(name) ||
    (name.length > 4 && nearest(name, Object.keys(hosted)) !== undefined)
  );
}

function shown(platform: string | undefined): string {
  const names = Object.entries(hosted).filter(([, each]) => platform === undefined || each === platform);
  return names.map(([name]) => `"${name}"`).join(", ");
}

/** All labels must be on one runner, so none may be of another system than the rest. */
function* conflicts(alternatives: readonly (readonly Label[])[]): Iterable<Report> {
  const fixed = alternatives.findIndex(
    (labels) => labels.length === 1 && platformOf(labels[0]?.label ?? "") !== undefined,
  );
  const [anchor] = alternatives[fixed] ?? [];
  if (anchor === undefined) return;
  for (const [index, labels] of alternatives.entries()) {
    for (const { label, at } of index === fixed ? [] : labels) {
      const platform = platformOf(label);
      const twoImages = label.toLowerCase() in hosted && anchor.label.toLowerCase() in hosted && label !== anchor.label;
      if (platform !== undefined && (platform !== platformOf(anchor.label) || twoImages)) {
        yield { at, message: `no runner is both "${label}" and "${anchor.label}"; to run on each, use a matrix` };
      }
    }
  }
}
