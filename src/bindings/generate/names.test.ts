import { expect, it } from "vitest";
import { exportName, fileName, nameClashes } from "./names.ts";

it.each([
  ["actions/setup-node", "setupNode", "setup-node.ts"],
  ["docker/build-push-action", "dockerBuildPush", "docker-build-push.ts"],
  ["github/codeql-action/upload-sarif", "githubCodeqlUploadSarif", "github-codeql-upload-sarif.ts"],
  ["acme/ci/test", "acmeCiTest", "acme-ci-test.ts"],
  ["acme/ci/.github/workflows/test.yml", "acmeCiTestWorkflow", "acme-ci-test-workflow.ts"],
])("%s is %s in %s", (action, name, file) => {
  expect([exportName(action), fileName(action)]).toEqual([name, file]);
});

it("what would be called alike is told for each that is new", () => {
  const lock = ["acme/greet", "acme/greet-action", "acme/other"];
  expect(nameClashes(["acme/greet"], lock)).toHaveLength(1);
  expect(nameClashes(["acme/other"], lock)).toEqual([]);
});
