import { expect, test } from "vitest";
import { objectsAt, textAt, textsAt } from "../json/json.ts";
import { fence } from "./fence.ts";
import { fenceYaml } from "./text.ts";

const [policy, binding] = fence(["shop-production", "shop-staging"]);

test("it denies updates in the releases' namespaces, and nowhere else", () => {
  const [selected] = objectsAt(policy, "spec", "matchConstraints", "namespaceSelector", "matchExpressions");
  expect(textsAt(selected, "values")).toEqual(["shop-production", "shop-staging"]);
  const [rule] = objectsAt(policy, "spec", "matchConstraints", "resourceRules");
  expect(textsAt(rule, "operations")).toEqual(["UPDATE"]);
  expect(textAt(binding, "spec", "policyName")).toBe(policy?.metadata.name);
});

test("what no release wrote is let pass; of the others the epoch may not fall, nor be taken away", () => {
  const [condition] = objectsAt(policy, "spec", "matchConditions");
  const [validation] = objectsAt(policy, "spec", "validations");
  const has = (object: string) =>
    `has(${object}.metadata.annotations) && 'tidegate.github.io/epoch' in ${object}.metadata.annotations`;
  const epoch = (object: string) => `int(${object}.metadata.annotations['tidegate.github.io/epoch'])`;
  expect(textAt(condition, "expression")).toBe(`oldObject != null && ${has("oldObject")}`);
  expect(textAt(validation, "expression")).toBe(`${has("object")} && ${epoch("object")} >= ${epoch("oldObject")}`);
});

test("one policy for all releases, each namespace once", () => {
  const release = (environment: string) => ({ app: "shop", environment, namespaces: ["shop"] });
  expect(fenceYaml([release("staging"), release("production")]).match(/- shop$/gm)).toHaveLength(1);
});
