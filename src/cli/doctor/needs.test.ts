import { expect, test } from "vitest";
import { config, needs, sha } from "./checks/testing/settings.ts";
import { needsOf } from "./needs.ts";

test("what the workflows need is read from them: the check by its name in a pull request, and actions of others", () => {
  expect(needs.checks).toEqual(["All good"]);
  expect(needs.uses).toEqual([`actions/checkout@${sha}`, `docker/login-action@${sha}`]);
  expect(needs.unread).toEqual([]);
  const nothing = { workflows: [], read: () => undefined };
  expect(needsOf(config, nothing, false)).toMatchObject({ checks: [], uses: [], secrets: ["SLACK"] });
});
