import { expect, test } from "vitest";
import { Foreign } from "./foreign.ts";

// What --inject can tell at once, it tells before anything runs.

const files = {
  "x.yml": `
on: push
jobs:
  build: { runs-on: x, steps: [{ run: "echo built" }] }
  deploy: { runs-on: x, environment: staging, steps: [{ run: "echo deployed" }] }
`,
  "bad.yml": `
on: push
jobs:
  build: { name: Build, runs-on: x, steps: [{ run: "echo '::error::no such thing'; exit 1" }] }
`,
};

const again = (foreign: Foreign) =>
  foreign.git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "two", "--allow-empty");

test("in a repository of one commit there is no release before: one sentence says what to do", async () => {
  const foreign = new Foreign(files);
  const { code, out, err } = await foreign.rehearse("x.yml", "--trust", "--inject", "slow");
  expect(code).toBe(2);
  expect(out).toBe("");
  expect(err).toContain("--inject slow needs a release of the commit before, and there is none before HEAD");
  expect(err).toContain("git commit --allow-empty");
  const finding = await foreign.rehearse("x.yml", "--trust", "--inject", "finding:web");
  expect(finding.code, "a finding needs none").toBe(0);
});

test.each([
  ["kill:deplyo", "kill:deplyo: there is no such job; there are build, deploy"],
  ["slow@stagign", "slow@stagign: no job deploys to stagign; there are staging"],
])("%s is refused with what there is", async (fault, why) => {
  const foreign = new Foreign(files);
  again(foreign);
  const { code, err } = await foreign.rehearse("x.yml", "--trust", "--inject", fault);
  expect(code, err).toBe(2);
  expect(err).toContain(why);
});

test("where what goes before fails, its first cause is told", async () => {
  const foreign = new Foreign(files);
  again(foreign);
  const { code, out } = await foreign.rehearse("bad.yml", "--trust", "--inject", "slow");
  expect(code).toBe(1);
  expect(out).toContain("without faults and unseen: that takes as long as a run");
  expect(out).toContain("without faults and unseen: failure (Build: no such thing)");
});
