import { expect, test } from "vitest";
import { run } from "./testing/run.ts";

const deploy = `
on: push
env: { WHERE: "\${{ vars.REGION }}" }
jobs:
  image:
    strategy: { matrix: { service: [frontend, orders] } }
    runs-on: ubuntu-24.04
    outputs: { "\${{ 'x' }}": "" }
    steps: [{ run: "echo built \${{ matrix.service }} $GITHUB_RUN_ID" }]
`.replace(/ {4}outputs.*\n/, "");

test("legs run with their values, variables reach them", async () => {
  const end = await run(deploy);
  expect(end.result).toBe("success");
  expect(end.lines.sort()).toEqual(["built frontend 7", "built orders 7"]);
});

const gated = `
on: push
jobs:
  build:
    runs-on: x
    outputs: { digest: "\${{ steps.b.outputs.digest }}" }
    steps: [{ id: b, run: 'echo "digest=sha256:1" >> "$GITHUB_OUTPUT"' }]
  staging:
    needs: build
    environment: { name: staging, url: "https://staging.example/\${{ needs.build.outputs.digest }}" }
    runs-on: x
    steps: [{ run: 'echo "staging \${{ needs.build.outputs.digest }} $(printf %s "$KEY" | wc -c)"', env: { KEY: "\${{ secrets.KEY }}" } }]
  production:
    needs: [build, staging]
    environment: production
    runs-on: x
    steps: [{ run: "echo production \${{ github.event_name }} \${{ needs.staging.result }}" }]
  announce:
    needs: production
    if: always()
    runs-on: x
    steps: [{ run: "echo production is \${{ needs.production.result }}" }]
`;

test("digests travel, environments have their own secrets, a gate is asked once", async () => {
  const asked: string[] = [];
  const end = await run(gated, {
    ask: async ({ environment }) => {
      asked.push(environment);
      return { answer: "approved", by: "option" };
    },
  });
  expect(end.lines).toEqual(["staging sha256:1 14", "production push success", "production is success"]);
  expect(asked).toEqual(["production"]);
  expect(end.events).toContainEqual(
    expect.objectContaining({ kind: "job-ended", leg: "staging#0", url: "https://staging.example/sha256:1" }),
  );
});

test("a rejection fails the job, and what always runs still tells of it", async () => {
  const end = await run(gated, { ask: async () => ({ answer: "rejected", by: "option" }) });
  expect(end).toMatchObject({
    result: "failure",
    results: { build: "success", staging: "success", production: "failure", announce: "success" },
  });
  expect(end.lines.at(-1)).toBe("production is failure");
});

test("with nobody to answer the run ends waiting", async () => {
  const end = await run(gated, { ask: async () => ({ answer: "waiting", by: "nobody" }) });
  expect(end).toMatchObject({ result: "waiting", results: { staging: "success", production: "started" } });
});

test("cancelling the run stops its jobs and skips what follows, but not always()", async () => {
  const controller = new AbortController();
  const end = await run(gated.replace("id: b, run: '", "id: b, run: 'echo ready; exec sleep 60; "), {
    signal: controller.signal,
    tell: (event) => event.kind === "line" && event.text === "ready" && controller.abort(),
  });
  expect(end).toMatchObject({
    result: "cancelled",
    results: { build: "cancelled", staging: "skipped", announce: "success" },
  });
});
