import { expect, test } from "vitest";
import { readWorkflow, resolveCalls, source } from "../../../read/index.ts";
import { refusalsOf } from "./refusals.ts";

test("what is not run here is named, not skipped", () => {
  const { workflow } = readWorkflow(
    source(
      "x.yml",
      "on: push\njobs:\n  a:\n    runs-on: x\n    container: node\n    services: { db: { image: postgres } }\n    steps: [{ run: echo, background: true }, { run: 'echo ::add-matcher::x' }]\n  b:\n    uses: ./.github/workflows/other.yml\n",
    ),
  );
  expect(workflow && refusalsOf(resolveCalls(workflow, { load: () => undefined }).jobs)).toEqual([
    { job: "a", what: "runs in a container" },
    { job: "a", what: "has service containers: db" },
    { job: "a", what: "has a background step" },
    { job: "a", what: "registers a problem matcher" },
    { job: "b", what: "calls ./.github/workflows/other.yml, which cannot be read" },
  ]);
});
