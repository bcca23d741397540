import { expect, it } from "vitest";
import { judgeContext } from "./borrow.ts";

it.each([
  ["kind-dev", ["kind-dev"], "accepted"],
  ["minikube", ["prod", "minikube"], "accepted"],
  ["k3d-a", [], { refused: "expected one of (no local cluster is known), got k3d-a" }],
  ["k3d-b", ["prod", "k3d-a"], { refused: "expected one of k3d-a, got k3d-b" }],
  ["prod", ["prod"], { refused: "expected a context of kind, k3d or minikube (kind-…, k3d-…, minikube), got prod" }],
])("%s among %j", (wanted, contexts, judged) => {
  expect(judgeContext(wanted, contexts)).toEqual(judged);
});
