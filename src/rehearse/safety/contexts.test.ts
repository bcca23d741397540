import { expect, test } from "vitest";
import { whyNotUsed } from "./contexts.ts";

const server = "https://10.0.0.1:6443";

test.each([
  ["kind-dev", [], undefined],
  ["k3d-a", [], undefined],
  ["minikube", [], undefined],
  ["team-sandbox-3", ["team-sandbox-*"], undefined],
  ["prod", [], `prod=${server}`],
])("%s may be used", (context, allowed, named) =>
  expect(whyNotUsed({ context, server }, allowed, named)).toBeUndefined(),
);

test.each([
  ["prod", [], undefined],
  ["prod", [], "prod"],
  ["prod", [], "prod=https://10.0.0.2:6443"],
  ["not-kind-dev", [], undefined],
  ["prodXsandbox", ["prod.sandbox"], undefined],
])("%s with %j and %s may not, and is told with its server", (context, allowed, named) =>
  expect(whyNotUsed({ context, server }, allowed, named)).toContain(`the context ${context} (${server})`),
);
