import { expect, test } from "vitest";
import { run } from "./testing/run.ts";

const called = `
on:
  workflow_call:
    inputs:
      service: { type: string, required: true }
      replicas: { type: number, default: 2 }
      canary: { type: boolean }
    secrets: { TOKEN: { required: true } }
    outputs:
      image: { value: "\${{ jobs.build.outputs.image }}" }
jobs:
  build:
    runs-on: x
    outputs: { image: "\${{ steps.b.outputs.image }}" }
    steps:
      - id: b
        env: { TOKEN: "\${{ secrets.TOKEN }}", KEY: "\${{ secrets.KEY }}" }
        run: |
          echo "image=\${{ inputs.service }}@1" >> "$GITHUB_OUTPUT"
          echo "\${{ inputs.service }} \${{ inputs.replicas == 2 }} \${{ inputs.canary == false }} \${#TOKEN} \${#KEY} \${{ github.workflow }} \${{ job.workflow_file_path }}"
`;
const calling = `
name: Calling
on: push
jobs:
  image:
    strategy: { matrix: { service: [web, api] } }
    uses: ./.github/workflows/image.yml
    with: { service: "\${{ matrix.service }}" }
    secrets: { TOKEN: "\${{ secrets.KEY }}" }
  deploy:
    needs: image
    runs-on: x
    steps: [{ run: "echo deploy \${{ needs.image.outputs.image }} \${{ needs.image.result }}" }]
`;

test("a called workflow gets typed inputs and the secrets that are passed, and gives outputs", async () => {
  const end = await run(
    calling,
    {},
    {
      ".github/workflows/image.yml": called,
    },
  );
  expect(end.result).toBe("success");
  expect(end.lines.slice(0, 2).sort()).toEqual([
    "api true true 17 0 Deploy .github/workflows/image.yml",
    "web true true 17 0 Deploy .github/workflows/image.yml",
  ]);
  expect(end.lines[2]).toMatch(/^deploy (web|api)@1 success$/);
  expect(end.events).toContainEqual(expect.objectContaining({ kind: "job-started", leg: "image#0/build#0" }));
});

test("secrets: inherit passes all of them, and calls may be nested", async () => {
  const end = await run(
    "on: push\njobs: { a: { uses: ./outer.yml, secrets: inherit } }",
    {},
    {
      "outer.yml": "on: workflow_call\njobs: { b: { uses: ./inner.yml, secrets: inherit } }",
      "inner.yml":
        'on: workflow_call\njobs:\n  c:\n    runs-on: x\n    steps: [{ run: "echo ${#KEY}", env: { KEY: "${{ secrets.KEY }}" } }]',
    },
  );
  expect(end).toMatchObject({ result: "success", lines: ["17"] });
});

test("a failure in a called workflow fails the calling job", async () => {
  const end = await run(
    "on: push\njobs:\n  a: { uses: ./x.yml }\n  b: { needs: a, runs-on: x, steps: [{ run: echo never }] }",
    {},
    { "x.yml": "on: workflow_call\njobs: { c: { runs-on: x, steps: [{ run: exit 1 }] } }" },
  );
  expect(end).toMatchObject({ result: "failure", results: { a: "failure", b: "skipped" } });
});
