import type { Report, Rule } from "../finding.ts";
import { literalOf, type Span } from "../subject.ts";
import { runnerJobs, usesOf } from "../walk.ts";

export const unpinnedImage: Rule = {
  code: "unpinned-image",
  severity: "warning",
  summary: "A container image is used by its digest: a tag can be moved to another image at any time.",
  *check({ workflow }): Iterable<Report> {
    for (const job of runnerJobs(workflow)) {
      for (const container of [
        ...(job.container === undefined ? [] : [job.container]),
        ...(job.services?.items ?? []),
      ]) {
        const image = container.image && literalOf(container.image);
        if (container.image !== undefined && image !== undefined && image !== "")
          yield* unpinned(image, container.image.at);
      }
    }
    for (const { step } of usesOf(workflow)) {
      const found = /^docker:\/\/(.+)$/.exec(step.uses.value)?.[1];
      if (found !== undefined) yield* unpinned(found, step.uses.at);
    }
  },
};

function* unpinned(image: string, at: Span): Iterable<Report> {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return;
  const tag = /:([^/@]+)$/.exec(image)?.[1];
  const moving = tag === undefined || tag === "latest";
  const message = `"${image}" ${moving ? "is whatever was pushed last" : "can be moved to another image"}; write ${image.replace(/:latest$/, "")}@sha256:DIGEST`;
  yield moving ? { at, message } : { at, message, severity: "info" };
}
