/** GitHub's limits. Each is a fact with its source: docs.github.com/actions/reference/limits, and the runner's own parser. */

import { problem } from "../problem.ts";
import { flat } from "../step.ts";
import type { Written } from "../write.ts";
import { type Facts, modelOf, placeOf, type Rule, where } from "./facts.ts";

const characters = 21_000;
const fileBytes = 500 * 1024;

export const expressionLength: Rule = (facts) =>
  facts.sites.flatMap(({ site, job }) =>
    site.expressions
      .filter(({ source }) => source.length > characters)
      .map(({ source }) =>
        problem(
          "limit",
          `${where(site, job)}: an expression of ${source.length} characters; GitHub takes ${characters}`,
          placeOf(site, facts),
        ),
      ),
  );

export const scriptLength: Rule = (facts) =>
  facts.rendered.jobs.flatMap(({ scripts }) =>
    [...scripts].flatMap(
      ([
        step,
        {
          run: { length },
        },
      ]) => {
        return length > characters
          ? [
              problem(
                "limit",
                `a script of ${length} characters; GitHub takes ${characters}: put it into a file`,
                step.place,
              ),
            ]
          : [];
      },
    ),
  );

/** A step ends after six hours whatever is written; a job may take longer on a runner of one's own. */
const longestStep = 360;

/** A time limit is one that GitHub can keep. */
export const timeLimits: Rule = (facts) =>
  facts.rendered.jobs.flatMap(({ job }) => {
    const made = modelOf(job);
    if (made.kind === "call") return [];
    const ofJob = [made.timeoutMinutes, made.cancelTimeoutMinutes].map((minutes) => ({
      minutes,
      place: made.place,
      most: Number.POSITIVE_INFINITY,
    }));
    const ofSteps = flat(made.steps).map(({ timeoutMinutes, place }) => ({
      minutes: timeoutMinutes,
      place,
      most: longestStep,
    }));
    return [...ofJob, ...ofSteps].flatMap(({ minutes, place, most }) => {
      if (typeof minutes !== "number") return [];
      if (minutes <= 0)
        return [problem("limit", `a limit of ${minutes} minutes ends the work before it begins`, place)];
      return minutes > most
        ? [problem("limit", `a limit of ${minutes} minutes: a step ends after ${most}`, place)]
        : [];
    });
  });

/** The name of a concurrency group, and what may stand beside `queue: max`. */
export const concurrencyGroups: Rule = (facts) => {
  const groups = [
    { of: "the workflow", given: facts.made.concurrency, place: facts.made.place },
    ...facts.rendered.jobs.map(({ job }) => ({
      of: `job ${job.id}`,
      given: modelOf(job).concurrency,
      place: modelOf(job).place,
    })),
  ];
  return groups.flatMap(({ of, given, place }) => {
    if (!given) return [];
    const problems = [];
    if (typeof given.group === "string" && (given.group === "" || given.group.length > 400))
      problems.push(
        problem(
          "limit",
          `the concurrency group of ${of} has ${given.group.length} characters; GitHub takes 1 to 400`,
          place,
        ),
      );
    if (given.queue === "max" && given.cancelInProgress !== undefined && given.cancelInProgress !== false) {
      const how = given.cancelInProgress === true ? "cancels one" : "may come out true and cancel one";
      problems.push(
        problem("limit", `${of}: queue: max keeps every run, cancelInProgress ${how}: take one of the two`, place),
      );
    }
    return problems;
  });
};

/** A file above the limit never starts, without a word. */
export const fileSize = (facts: Facts, { text }: Written) => {
  const bytes = Buffer.byteLength(text);
  return bytes > fileBytes
    ? [
        problem(
          "limit",
          `the file has ${Math.ceil(bytes / 1024)} KB, and GitHub starts no workflow above 500 KB: split it`,
          facts.made.place,
        ),
      ]
    : [];
};
