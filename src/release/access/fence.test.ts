import { expect, test } from "vitest";
import { objectsAt, textAt, textsAt } from "../json/json.ts";
import { fence } from "./fence.ts";
import { fenceYaml } from "./text.ts";

const [policy, binding] = fence({ app: "shop", environment: "staging", namespaces: ["shop-state", "shop-staging"] });
const conditions = objectsAt(policy, "spec", "matchConditions").map((one) => textAt(one, "expression"));

test("it is about what is created or updated in the release's namespaces, and nowhere else", () => {
  const [selected] = objectsAt(policy, "spec", "matchConstraints", "namespaceSelector", "matchExpressions");
  expect(textsAt(selected, "values")).toEqual(["shop-state", "shop-staging"]);
  const [rule] = objectsAt(policy, "spec", "matchConstraints", "resourceRules");
  expect(textsAt(rule, "operations")).toEqual(["CREATE", "UPDATE"]);
  // without it a namespace selector lets Nodes and ClusterRoles in, too
  expect(textAt(rule, "scope")).toBe("Namespaced");
});

test("only the release's own writes are judged, and a plan's dry runs, which carry no epoch, are not", () => {
  expect(conditions).toEqual([
    "!has(request.dryRun) || !request.dryRun",
    expect.stringMatching(/&& request\.options\.fieldManager == 'tidegate:shop:staging'$/),
  ]);
});

test("what they carry is compared with the lease of that very release, where there is one", () => {
  const [validation] = objectsAt(policy, "spec", "validations");
  expect(textAt(validation, "expression")).toContain(
    "int(object.metadata.annotations['tidegate.github.io/epoch']) >= params.spec.leaseTransitions",
  );
  expect(textAt(policy, "spec", "paramKind", "kind")).toBe("Lease");
  expect(binding).toMatchObject({
    spec: {
      policyName: policy?.metadata.name,
      paramRef: { name: "tidegate-shop-staging-lease", namespace: "shop-state", parameterNotFoundAction: "Allow" },
      validationActions: ["Deny"],
    },
  });
});

test("each release has a policy and a binding of its own", () => {
  const release = (environment: string) => ({ app: "shop", environment, namespaces: [`shop-${environment}`] });
  const names = fenceYaml([release("staging"), release("production")]).match(/^ {2}name: .*$/gm);
  expect(names).toEqual(
    ["staging", "staging", "production", "production"].map(
      (environment) => `  name: tidegate-epoch-shop-${environment}`,
    ),
  );
});
