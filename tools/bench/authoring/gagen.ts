import { type Contender, checkout, jobs, range, setupNode } from "./contender.ts";

const job = (
  j: number,
) => `const version${j} = step({ id: "version", run: ${JSON.stringify(`echo "version=$REF_NAME-${j}" >> "$GITHUB_OUTPUT"`)}, env: { REF_NAME: "\${{ github.ref_name }}" }, outputs: ["version"] });
const j${j} = job("job-${j}", {
  runsOn: "ubuntu-24.04",
  timeoutMinutes: ${10 + j},
  env: { STAGE: "s-\${{ github.run_id }}-${j}" },
  if: expr("github.ref").equals("refs/heads/main"),
  outputs: { version: version${j}.outputs.version },
  steps: [
    step({ uses: "actions/checkout@${checkout}", with: { "fetch-depth": ${j} } }),
    step({ uses: "actions/setup-node@${setupNode}", with: { "node-version": 24, cache: "npm" } }),
    step({ run: "npm ci", timeoutMinutes: 5 }),
    version${j},
    step({ name: "Test", run: 'npm test -- --level "$VERSION"', env: { CI: true, SEED: ${j}, VERSION: version${j}.outputs.version } }),
    step({ name: "Build", run: "npm run build" }),
    step({ name: "Lint", run: ["npm run lint", "npm run format"] }),
    step({ run: './smoke.sh "$BEFORE"', env: { TOKEN: "\${{ secrets.TOKEN_${j} }}", BEFORE: ${j > 0 ? `j${j - 1}.outputs.version` : '"${{ github.actor }}"'} } }),
    step.if("always()")({ run: 'gh release create "$VERSION"', env: { VERSION: version${j}.outputs.version } }),
    step.if(expr("github.event_name").equals("push"))({ run: "echo pushed" }),
    step.if("failure()")({ run: "echo failed" }),
  ],
});`;

/** The same workflow as gagen's own documentation has them. */
export const gagen: Contender = {
  name: "gagen",
  source: (w) => `import { expr, job, step, workflow } from "gagen";

${range(jobs).map(job).join("\n")}

workflow({
  name: "Workflow ${w}",
  on: { push: { branches: ["main"] }, pull_request: { types: ["opened", "synchronize"] } },
  jobs: [${range(jobs)
    .map((j) => `j${j}`)
    .join(", ")}],
}).writeToFile(new URL("./.github/workflows/w${w}.yml", import.meta.url), { header: "# Generated" });
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
