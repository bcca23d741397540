import { expect, test } from "vitest";
import { readWorkflow, resolveCalls, source } from "../../read/index.ts";
import { planWorkflow } from "../../simulate/plan/from-workflow.ts";
import { notGiven } from "./not-given.ts";

const inner = `on: { workflow_call: { secrets: { token: {} } } }
jobs: { x: { runs-on: x, env: { A: "\${{ secrets.TOKEN }}\${{ vars.INNER }}" }, steps: [{ run: echo }] } }
`;

function planOf(secrets: string) {
  const text = `on: push
jobs:
  a:
    runs-on: x
    if: vars.ENABLED == 'yes'
    steps:
      - { run: "echo vars.NOT_READ secrets.NOR_THIS", env: { T: "\${{ secrets.npm_token || secrets['OTHER'] }}" } }
      - { run: "echo \${{ secrets.GITHUB_TOKEN }} \${{ secrets.KUBE_CONFIG }} \${{ vars.REGISTRY }} \${{ vars.Region }}" }
  c: { uses: ./.github/workflows/inner.yml, secrets: ${secrets} }
`;
  const { workflow } = readWorkflow(source("x.yml", text));
  if (!workflow) throw new Error("x.yml");
  const { jobs } = resolveCalls(workflow, { load: () => source("inner.yml", inner) });
  return planWorkflow(workflow, jobs, (path) => ({ repository: "a/b", ref: "r", folder: "/", path }));
}

const none = { repository: {}, environments: {} };

test("what a workflow reads and nobody gave is named, of a called one what is not passed to it by another name", () => {
  const given = { vars: none, secrets: none, kubeconfigSecrets: [] };
  expect(notGiven([planOf('{ token: "${{ secrets.PASSED }}" }')], given)).toBe(
    "read, not given, and so empty here: secrets: NPM_TOKEN, OTHER, PASSED (--secret NAME=VALUE); variables: ENABLED, REGION, INNER (--var NAME=VALUE)",
  );
  expect(notGiven([planOf("inherit")], given)).toContain("secrets: NPM_TOKEN, OTHER, TOKEN (");
});

test("what was given, for one environment too, is not named", () => {
  const vars = { repository: { ENABLED: "yes", INNER: "" }, environments: { staging: { REGION: "eu" } } };
  const secrets = { repository: { NPM_TOKEN: "1", TOKEN: "2" }, environments: {} };
  expect(notGiven([planOf("inherit")], { vars, secrets, kubeconfigSecrets: ["OTHER"] })).toBeUndefined();
});
