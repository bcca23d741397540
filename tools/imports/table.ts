/**
 * Which folder may import which: ARCHITECTURE.md shows this table, `npm run check` enforces it.
 * A folder may always import itself and npm packages; `pure` folders touch no file, process, clock or network.
 */
export interface Folder {
  readonly holds: string;
  readonly mayImport: readonly string[];
  readonly pure?: true;
}

export const folders: Readonly<Record<string, Folder>> = {
  "src/spec": { holds: "what an action's declaration is: pure data types", mayImport: [], pure: true },
  "src/expr": { holds: "expressions as typed values; contexts; functions; literals", mayImport: [], pure: true },
  "src/workflow": {
    holds: "the model: workflow, job, step, triggers, permissions, matrix, environment",
    mayImport: ["src/expr", "src/spec"],
    pure: true,
  },
  "src/bindings": {
    holds: "typed steps from specs and from public actions' manifests; pins",
    mayImport: ["src/workflow", "src/expr", "src/spec"],
    pure: true,
  },
  "src/config": { holds: "tidegate.config.ts: services, environments, registry, names", mayImport: [], pure: true },
  "src/pipelines": {
    holds: "verify, image, deploy, announce: job functions others compose",
    mayImport: ["src/workflow", "src/expr", "src/bindings", "src/config", "src/spec", "actions/*/spec.ts"],
    pure: true,
  },
  "src/emit": {
    holds: "model to YAML text, spec to action.yml and README table, one pure function per concept",
    mayImport: ["src/workflow", "src/expr", "src/spec"],
    pure: true,
  },
  "src/read": {
    holds: "YAML to model, every node with its position",
    mayImport: ["src/workflow", "src/expr"],
    pure: true,
  },
  "src/check": {
    holds: "one rule per file over what was read, giving findings",
    mayImport: ["src/read", "src/workflow", "src/expr", "src/spec"],
    pure: true,
  },
  "src/simulate": {
    holds: "which jobs run for which event, with what rights",
    mayImport: ["src/read", "src/expr"],
    pure: true,
  },
  "src/action": { holds: "the kit: inputs, run, exec, output, errors, testing", mayImport: ["src/spec"] },
  "src/release": { holds: "what a release is, and getting one live or back", mayImport: ["src/action"] },
  "src/rehearse": {
    holds: "runner (jobs, steps, contexts, commands) and world (registry, cluster, GitHub API, approvals, tools)",
    mayImport: ["src/expr", "src/read", "src/simulate", "src/config"],
  },
  "src/cli": { holds: "arguments, files, exit codes", mayImport: ["*"] },
  "src/index.ts": {
    holds: "what `import … from 'tidegate'` gives: the library for authors",
    mayImport: ["src/workflow", "src/expr", "src/bindings", "src/spec"],
    pure: true,
  },
  "actions/*": {
    holds: "spec, main, the story, pure decisions, one file that executes",
    mayImport: ["src/action", "src/spec", "src/release"],
  },
  "workflows-src": {
    holds: "this repository's own workflows, in TypeScript",
    mayImport: [
      "src/index.ts",
      "src/workflow",
      "src/expr",
      "src/bindings",
      "src/config",
      "src/pipelines",
      "actions/*/spec.ts",
      "tidegate.config.ts",
    ],
  },
  "tidegate.config.ts": { holds: "this repository's own configuration", mayImport: ["src/config"] },
  "services/*": { holds: "the shop: three services, each alone with its own lock file", mayImport: [] },
  tools: { holds: "what builds and checks this repository", mayImport: ["*"] },
  test: { holds: "tests that are about more than one folder", mayImport: ["*"] },
};
