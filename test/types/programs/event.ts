import { eq, eventOf, github, job, type StartedBy, sh, workflow } from "../../../src/index.ts";

workflow("w", {
  on: { pull_request: {} },
  // ✗ a typo in the payload
  jobs: ({ github }) => [job("a", { runsOn: "u", if: eq(github.event.pull_request.numbr, 1), steps: () => {} })],
});
workflow("w", {
  on: { push: {} },
  // ✗ the payload of another event
  jobs: ({ github }) => [job("a", { runsOn: "u", if: eq(github.event.pull_request.number, 1), steps: () => {} })],
});
// ✗ the payload without knowing the triggers
eq(github.event.ref, "x");
workflow("w", {
  on: { push: {}, pull_request: {} },
  // ✗ an event that does not start it
  jobs: ({ github }) => [job("a", { runsOn: "u", if: eq(github.event_name, "release"), steps: () => {} })],
});
const comment = (by: StartedBy<"pull_request">) =>
  job("c", { runsOn: "u", steps: ({ step }) => void step(sh`echo ${eventOf(by).pull_request.number}`) });
// ✗ a job that needs another trigger
workflow("w", { on: { push: {} }, jobs: ({ startedBy }) => [comment(startedBy)] });
