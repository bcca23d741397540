import { expect, test } from "vitest";
import type { RehearsalEvent } from "./event.ts";
import { withReleases } from "./releases.ts";

const leg = "staging#0";
const images = JSON.stringify({ web: "sha256:one" });
const planned: RehearsalEvent = {
  kind: "job-planned",
  job: "staging",
  legs: [{ leg, name: "Staging", environment: "staging", gated: false }],
  at: 0,
};
const ended = (step: string, outputs: Readonly<Record<string, string>>): RehearsalEvent => ({
  kind: "step-ended",
  leg,
  step,
  name: step,
  outcome: "success",
  conclusion: "success",
  outputs,
  summary: "",
  at: 1,
});

/** The releases told of, as `environment release status`, with each image's digest before. */
function told(...events: readonly RehearsalEvent[]): string[] {
  const lines: string[] = [];
  const tell = withReleases((event) => {
    if (event.kind === "released")
      lines.push(
        [event.environment, event.release, event.status, ...event.images.map(({ before }) => before || "-")].join(" "),
      );
  });
  for (const event of [planned, ...events]) tell(event);
  return lines;
}

test("a deploy is told of, and again when its smoke test has settled it", () => {
  expect(
    told(ended("deploy", { status: "applied", release: "7", images }), ended("smoke", { status: "live" })),
  ).toEqual(["staging 7 applied -", "staging 7 live -"]);
});

test("a rollback settles the release that its job deployed", () => {
  expect(
    told(ended("deploy", { status: "failed", release: "8", images }), ended("back", { result: "rolled-back" })),
  ).toEqual(["staging 8 failed -", "staging 8 rolled-back -"]);
});

test("what was live before stands beside each image, and a step that says nothing new tells nothing", () => {
  const deploy = ended("deploy", { status: "live", release: "7", images });
  expect(told(deploy, ended("smoke", { status: "live" }), deploy)).toEqual([
    "staging 7 live -",
    "staging 7 live sha256:one",
  ]);
});

test("steps of other kinds have outputs of the same names, and release nothing", () => {
  expect(told(ended("test", { status: "done" }), ended("scan", { release: "7", status: "ok" }))).toEqual([]);
});
