// biome-ignore-all lint/suspicious/noTemplateCurlyInString: workflows are full of them
import { describe, expect, it } from "vitest";
import { project } from "../project.ts";
import { checkWorkflow } from "../run.ts";

const found = (on: string, expression: string) =>
  checkWorkflow(
    ".github/workflows/ci.yml",
    `on: ${on}\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      - run: make "$X"\n        env:\n          X: \${{ ${expression} }}\n`,
    { project: project(() => undefined) },
  )
    .filter(({ code }) => code === "unknown-property" || code === "expression-type")
    .map(({ severity, message, column }) => ({ severity, message, column }));

describe("github.event has the fields of the events that start the workflow", () => {
  it.each([
    ["pull_request", "github.event.pull_request.number"],
    ["pull_request", "github.event.pull_request.head.repo.fork"],
    ["pull_request", "contains(github.event.pull_request.labels.*.name, 'x')"],
    ["[push, pull_request]", "github.event.head_commit.message || github.event.number"],
    ["{ workflow_dispatch: { inputs: { a: { type: string } } } }", "github.event.inputs.a"],
    ["repository_dispatch", "github.event.client_payload.anything.at.all"],
    ["schedule", "github.event.whatever"],
    ["workflow_call", "github.event.pull_request.nubmer"],
    ["[push, workflow_call]", "github.event.nubmer"],
  ])("on: %s, %s", (on, expression) => {
    expect(found(on, expression)).toEqual([]);
  });

  it("a slip is an error that names the field, at its place", () => {
    expect(found("pull_request", "github.event.pull_request.nubmer")).toEqual([
      {
        severity: "error",
        message: '"github.event.pull_request" has no property "nubmer"; did you mean "number"?',
        column: expect.any(Number),
      },
    ]);
  });

  it("a field of another event is a warning, for the description may be behind", () => {
    expect(found("push", "github.event.pull_request.number")).toMatchObject([
      { severity: "warning", message: expect.stringContaining('has no property "pull_request"; it has "after"') },
    ]);
  });

  it("an object is no text", () => {
    expect(found("pull_request", "github.event.pull_request.head")).toMatchObject([
      { message: expect.stringContaining("an object with") },
    ]);
  });
});
