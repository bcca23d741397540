import { expect, test } from "vitest";
import { secretLines } from "./secrets.ts";
import { dark, fixes, needs, right, told, value, wrong } from "./testing/settings.ts";

test("a secret is not called missing while one of its places is not seen", () => {
  expect(told(wrong({ repositorySecrets: value([]), organizationSecrets: dark }))).toEqual([
    `cannot see: secret STAGING elsewhere: ${dark.why}`,
    `cannot see: secret PROD elsewhere: ${dark.why}`,
    `cannot see: secret SLACK: ${dark.why}`,
  ]);
});

test("a name with a blank or a quote stays one word of the command", () => {
  const named = {
    ...needs,
    environments: needs.environments.slice(0, 1).map((one) => ({ ...one, name: "it's staging" })),
  };
  const [line] = secretLines(named, { ...right, environmentSecrets: new Map([["it's staging", value([])]]) });
  expect(fixes(line ? [line] : [])).toEqual([
    "gh secret set STAGING --repo acme/shop --env 'it'\\''s staging' < KUBECONFIG",
  ]);
});
