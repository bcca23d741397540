// What the programs beside this one are written with. It compiles.
import { type ActionSpec, action, job, sh, workflow } from "../../../src/index.ts";

const buildPushSpec = {
  name: "build-push",
  title: "Build and push",
  description: "Builds an image and pushes it.",
  inputs: {
    context: { type: "path", description: "what to build", required: true },
    image: { type: "string", description: "its name", required: true },
    push: { type: "boolean", description: "push it", default: true },
    platforms: { type: "list", description: "platforms" },
  },
  outputs: {
    digest: { type: "digest", description: "what was built" },
    skipped: { type: "boolean", description: "nothing to do" },
  },
  permissions: [],
  runs: { using: "node24" },
} as const satisfies ActionSpec;
type BuildPushSpec = typeof buildPushSpec;
interface BuildPush extends BuildPushSpec {}
export const buildPush = action<BuildPush>(buildPushSpec, "$/actions/build-push");

const trivyScanSpec = {
  name: "trivy-scan",
  title: "Scan",
  description: "Scans an image.",
  inputs: {
    digest: { type: "digest", description: "what to scan", required: true },
    severity: { type: "choice", options: ["low", "high", "critical"], description: "gate" },
  },
  outputs: {
    digest: { type: "scanned-digest", description: "what was scanned" },
    scan: { type: "scan", description: "what was found" },
  },
  permissions: [],
  runs: { using: "node24" },
} as const satisfies ActionSpec;
type TrivyScanSpec = typeof trivyScanSpec;
interface TrivyScan extends TrivyScanSpec {}
export const trivyScan = action<TrivyScan>(trivyScanSpec, "$/actions/trivy-scan");

const deploySpec = {
  name: "kustomize-deploy",
  title: "Deploy",
  description: "Deploys.",
  inputs: {
    scan: { type: "scan", description: "what", required: true },
    image: { type: "scanned-digest", description: "which" },
  },
  outputs: { url: { type: "url", description: "where" } },
  permissions: [],
  runs: { using: "node24" },
} as const satisfies ActionSpec;
type DeploySpec = typeof deploySpec;
interface Deploy extends DeploySpec {}
export const deploy = action<Deploy>(deploySpec, "$/actions/kustomize-deploy");

export const build = job("build", {
  runsOn: "ubuntu-24.04",
  steps: ({ step }) => {
    const built = step(buildPush({ context: ".", image: "shop" }));
    const version = step(sh`echo "version=1" >> "$GITHUB_OUTPUT"`, { outputs: ["version"] });
    return { digest: built.outputs.digest, version: version.outputs.version, skipped: built.outputs.skipped };
  },
});

export const release = workflow("Release", {
  on: {
    workflow_call: {
      inputs: { environment: { type: "string", required: true }, rounds: { type: "number" } },
      secrets: { TOKEN: { required: true } },
    },
  },
  jobs: () => ({ jobs: [build], outputs: { digest: build.outputs.digest } }),
});
