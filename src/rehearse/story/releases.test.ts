import { expect, test } from "vitest";
import type { RehearsalEvent, Released } from "./event.ts";
import { noReleases, withReleases } from "./releases.ts";

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

/** The last release told of in a rollback's run, after two that brought `one` and then `two` live in production. */
function lastAfter(outputs: Readonly<Record<string, string>>): Released | undefined {
  const known = noReleases();
  const run = (...events: readonly RehearsalEvent[]): readonly Released[] => {
    const releases: Released[] = [];
    const tell = withReleases((event) => {
      if (event.kind === "released") releases.push(event);
    }, known);
    for (const event of events) tell(event);
    return releases;
  };
  for (const [release, digest] of [
    ["1-1", "one"],
    ["2-1", "two"],
  ] as const)
    run({
      ...ended("deploy", { status: "live", release, images: JSON.stringify({ web: digest }) }),
      ...{ environment: "production" },
    });
  return run({ ...ended("back", outputs), ...{ environment: "production" } }).at(-1);
}

test("a rollback by itself is a release that brings back what the earlier one brought", () => {
  expect(lastAfter({ result: "rolled-back", release: "3-1", from: "2-1", to: "1-1" })).toMatchObject({
    ...{ environment: "production", status: "live", release: "3-1", previous: "2-1", backTo: "1-1" },
    images: [{ name: "web", digest: "one", before: "two" }],
  });
});

test("a rollback that changed nothing is told as the release that still stands", () => {
  const stands = { status: "unchanged", release: "2-1", images: [{ name: "web", digest: "two", before: "two" }] };
  expect(lastAfter({ result: "planned", from: "2-1", to: "1-1" })).toMatchObject({ ...stands, backTo: "1-1" });
  const refused = lastAfter({ result: "refused", from: "2-1" });
  expect(refused).toMatchObject(stands);
  expect(refused).not.toHaveProperty("backTo");
  expect(lastAfter({ result: "not-needed" }), "another run's release is not its own to undo").toBeUndefined();
  expect(lastAfter({ result: "success" }), "a step of another kind").toBeUndefined();
});

test("a rollback that failed is no other release, be it by itself or after a deploy", () => {
  const outputs = { result: "rollback-failed", release: "3-1", from: "2-1", to: "1-1", cause: "not ready" };
  expect(lastAfter(outputs)).toMatchObject({ status: "rollback-failed", cause: "not ready", images: [] });
  expect(lastAfter(outputs)).not.toHaveProperty("backTo");
  expect(told(ended("deploy", { status: "failed", release: "8", images }), ended("back", outputs)).at(-1)).toBe(
    "staging 8 rollback-failed -",
  );
});

test("a rollback where nothing is on record is told as such", () => {
  const lines = told(ended("back", { result: "not-needed" }));
  expect(lines).toEqual(["staging  unchanged"]);
});
