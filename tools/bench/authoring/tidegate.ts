import { type Contender, checkout, jobs, range, setupNode } from "./contender.ts";

const lock = `import { pinned } from "tidegate";
const { binding } = pinned({
  "actions/checkout": { commit: "${checkout}", tag: "v7.0.1" },
  "actions/setup-node": { commit: "${setupNode}", tag: "v7.0.0" },
});
export const checkout = binding<{ readonly fetchDepth?: number }, { readonly ref: string }>("actions/checkout", {
  inputs: ["fetch-depth"], outputs: ["ref"], permissions: [{ scope: "contents", level: "read", reason: "checks out the code" }],
});
export const setupNode = binding<{ readonly nodeVersion?: string | number; readonly cache?: "npm" }, { readonly nodeVersion: string }>("actions/setup-node", {
  inputs: ["node-version", "cache"], outputs: ["node-version"], permissions: [],
});
`;

const job = (j: number) => `    const j${j} = job("job-${j}", {
      runsOn: "ubuntu-24.04",
      timeoutMinutes: ${10 + j},
      env: { STAGE: text\`s-\${github.run_id}-${j}\` },
      if: eq(github.ref, "refs/heads/main"),
      steps: ({ step }) => {
        step(checkout({ fetchDepth: ${j} }));
        step(setupNode({ nodeVersion: 24, cache: "npm" }));
        step(sh\`npm ci\`, { timeoutMinutes: 5 });
        const version = step(sh\`echo "version=\${github.ref_name}-${j}" >> "$GITHUB_OUTPUT"\`, { outputs: ["version"] });
        step(sh\`npm test -- --level \${version.outputs.version}\`, { name: "Test", env: { CI: true, SEED: ${j} } });
        step(sh\`npm run build\`, { name: "Build" });
        step(sh\`
          npm run lint
          npm run format
        \`, { name: "Lint" });
        step(sh\`./smoke.sh \${${j > 0 ? `j${j - 1}.outputs.version` : "github.actor"}}\`, { env: { TOKEN: secret("TOKEN_${j}") } });
        step(sh\`gh release create \${version.outputs.version}\`, { if: always() });
        step(sh\`echo pushed\`, { if: eq(github.event_name, "push") });
        step(sh\`echo failed\`, { if: failure() });
        return { version: version.outputs.version };
      },
    });`;

/** A workflow as an author of tidegate writes it. */
export const tidegate: Contender = {
  name: "tidegate",
  source: (w) => `import { always, eq, failure, job, secret, sh, text, workflow } from "tidegate";
import { checkout, setupNode } from "./actions/lock.ts";

export default workflow("Workflow ${w}", {
  on: { push: { branches: ["main"] }, pull_request: { types: ["opened", "synchronize"] } },
  jobs: ({ github }) => {
${range(jobs).map(job).join("\n")}
    return [${range(jobs)
      .map((j) => `j${j}`)
      .join(", ")}];
  },
});
`,
  path: (w) => `workflows-src/w${w}.ts`,
  files: () => new Map([["workflows-src/actions/lock.ts", lock]]),
  command: ["../node_modules/tidegate/dist/src/cli/main.js", "generate"],
};
