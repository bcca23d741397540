import { expect, test } from "vitest";
import { play } from "../../../../src/action/testing/index.ts";
import { advisories, audit, bulk, lockFile } from "./world.ts";

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

test("policy: what it names is ignored, what ran out is a finding, what matched nothing is named", async () => {
  const transcript = await play({
    bundle: await audit(),
    inputs: ({ http }) => ({ registry: http }),
    files: {
      "package-lock.json": lockFile,
      ".tidegate/policy.yml": `ignore:
  - id: GHSA-35jh-r3h4-6jhm
    package: lodash
    reason: template() is never called
    expires: ${day(30)}
  - id: GHSA-hrpp-h998-j3pp
    reason: waiting for express
    expires: ${day(-2)}
  - id: CVE-2020-0001
    reason: an image's
    expires: ${day(30)}
`,
    },
    http: { [bulk]: { body: advisories } },
    volatile: [
      [new RegExp(day(30), "g"), "<in a month>"],
      [new RegExp(day(-2), "g"), "<two days ago>"],
    ],
  });
  await expect(transcript.text).toMatchFileSnapshot("snapshots/policy.txt");
});

test("a policy with mistakes stops the audit, all mistakes named", async () => {
  const { exit, log } = await play({
    bundle: await audit(),
    files: { "package-lock.json": lockFile, ".tidegate/policy.yml": "ignore:\n  - id: X\n" },
  });
  expect(exit).toBe(2);
  expect(log).toContain("entry 1 (X) has no reason");
  expect(log).toContain("entry 1 (X) needs `expires`");
});
