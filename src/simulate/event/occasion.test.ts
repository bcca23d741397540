import { expect, test } from "vitest";
import { occasion, subjectOf } from "../../../test/simulate/subject.ts";
import { notStarted, occasionsOf } from "./occasion.ts";

const jobs = "jobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo\n";
const startedBy = (on: string) => {
  const { workflow } = subjectOf(`${on}\n${jobs}`);
  return occasionsOf(workflow, { repository: "acme/shop", defaultBranch: "main" })
    .filter((one) => notStarted(workflow, one) === undefined)
    .map(({ id }) => id);
};
const pulls = ["pull-request", "pull-request-fork", "pull-request-dependabot"];

test.each<[string, readonly string[]]>([
  ["on: push", ["push", "push-branch", "push-tag"]],
  ["on: { push: { branches: [main] } }", ["push"]],
  ["on: { push: { branches: ['feature/**'] } }", ["push-branch"]],
  ["on: { push: { branches-ignore: [main] } }", ["push-branch"]],
  ["on: { push: { tags: ['v*'] } }", ["push-tag"]],
  ["on: { push: { branches: ['**', '!main'] } }", ["push-branch"]],
  ["on: pull_request", pulls],
  ["on: { pull_request: { branches: [main] } }", pulls],
  ["on: { pull_request: { branches: [release] } }", []],
  ["on: { pull_request: { branches-ignore: [main] } }", []],
  ["on: merge_group", ["merge-queue"]],
  ["on: { merge_group: { branches: [release] } }", []],
  ["on: workflow_dispatch", ["dispatch", "dispatch-branch"]],
  ["on: { schedule: [{ cron: '1 2 * * *' }] }", ["schedule"]],
  ["on: [release, pull_request_target]", ["release", "pull_request_target"]],
])("%s is started by %j", (on, expected) => expect(startedBy(on)).toEqual(expected));

test("a pull request says who asks and where its branch is", () => {
  const of = (id: string) => occasion(subjectOf(`on: pull_request\n${jobs}`), id);
  expect(of("pull-request-fork")).toMatchObject({
    ref: "refs/pull/1/merge",
    trust: "fork",
    headRef: "feature/x",
    baseRef: "main",
    payload: { pull_request: { head: { repo: { fork: true, full_name: "outsider/shop" } } } },
  });
  expect(of("pull-request-dependabot")).toMatchObject({
    actor: "dependabot[bot]",
    payload: { pull_request: { user: { login: "dependabot[bot]" }, head: { repo: { full_name: "acme/shop" } } } },
  });
});

test("a trigger that names activities is started by one of them", () => {
  const action = (types: string) =>
    occasion(subjectOf(`on: { pull_request: { types: [${types}] } }\n${jobs}`), "pull-request");
  expect(action("closed, labeled").payload["action"]).toBe("closed");
  expect(action("labeled, opened").payload["action"]).toBe("opened");
});
