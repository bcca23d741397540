import { type Contender, checkout, jobs, range, setupNode } from "./contender.ts";

const job = (j: number) => `const j${j} = new NormalJob("job-${j}", {
  "runs-on": "ubuntu-24.04",
  "timeout-minutes": ${10 + j},
  env: { STAGE: "s-\${{ github.run_id }}-${j}" },
  if: "github.ref == 'refs/heads/main'",
  outputs: { version: "\${{ steps.version.outputs.version }}" },
});
j${j}.addSteps([
  new Step({ uses: "actions/checkout@${checkout}", with: { "fetch-depth": ${j} } }),
  new Step({ uses: "actions/setup-node@${setupNode}", with: { "node-version": 24, cache: "npm" } }),
  new Step({ run: "npm ci", "timeout-minutes": 5 }),
  new Step({ id: "version", run: ${JSON.stringify(`echo "version=$REF_NAME-${j}" >> "$GITHUB_OUTPUT"`)}, env: { REF_NAME: "\${{ github.ref_name }}" } }),
  new Step({ name: "Test", run: 'npm test -- --level "$VERSION"', env: { CI: true, SEED: ${j}, VERSION: "\${{ steps.version.outputs.version }}" } }),
  new Step({ name: "Build", run: "npm run build" }),
  new Step({ name: "Lint", run: "npm run lint\\nnpm run format\\n" }),
  new Step({ run: './smoke.sh "$BEFORE"', env: { TOKEN: "\${{ secrets.TOKEN_${j} }}", BEFORE: "\${{ ${j > 0 ? `needs.job-${j - 1}.outputs.version` : "github.actor"} }}" } }),
  new Step({ if: "always()", run: 'gh release create "$VERSION"', env: { VERSION: "\${{ steps.version.outputs.version }}" } }),
  new Step({ if: "github.event_name == 'push'", run: "echo pushed" }),
  new Step({ if: "failure()", run: "echo failed" }),
]);${j > 0 ? `\nj${j}.needs([j${j - 1}]);` : ""}`;

/** The same workflow for @github-actions-workflow-ts/lib, written with js-yaml, the writer of its own command line. */
export const workflowTs: Contender = {
  name: "@github-actions-workflow-ts/lib",
  source: (w) => `import { writeFileSync } from "node:fs";
import { NormalJob, Step, Workflow } from "@github-actions-workflow-ts/lib";
import { dump } from "js-yaml";

${range(jobs).map(job).join("\n")}

const made = new Workflow("w${w}", {
  name: "Workflow ${w}",
  on: { push: { branches: ["main"] }, pull_request: { types: ["opened", "synchronize"] } },
});
made.addJobs([${range(jobs)
    .map((j) => `j${j}`)
    .join(", ")}]);
writeFileSync(new URL("./.github/workflows/w${w}.yml", import.meta.url), "# Generated\\n" + dump(made.workflow, { noRefs: true, lineWidth: -1 }));
`,
  path: (w) => `w${w}.ts`,
  files: (n) =>
    new Map([
      [
        "main.ts",
        range(n)
          .map((w) => `import "./w${w}.ts";`)
          .join("\n"),
      ],
      [".github/workflows/.gitkeep", ""],
    ]),
  command: ["main.ts"],
};
