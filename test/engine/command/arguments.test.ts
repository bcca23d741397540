import { expect, it } from "vitest";
import { parseArguments } from "./arguments.ts";

it.each([
  [["up"], { verb: "up", cluster: undefined, json: false }],
  [["up", "--cluster", "kind-dev", "--json"], { verb: "up", cluster: "kind-dev", json: true }],
  [["up", "--cluster=minikube"], { verb: "up", cluster: "minikube", json: false }],
  [["down"], { verb: "down" }],
  [["status", "--json"], { verb: "status", json: true }],
  [[], { verb: "misused", why: "expected up, down or status, got nothing" }],
  [["stop"], { verb: "misused", why: "expected up, down or status, got stop" }],
  [["up", "now"], { verb: "misused", why: "expected no now" }],
  [["up", "--cluster"], { verb: "misused", why: "expected the name of a context after --cluster" }],
  [["up", "--cluster="], { verb: "misused", why: "expected the name of a context after --cluster" }],
  [["down", "--cluster", "x"], { verb: "misused", why: "expected --cluster only with up" }],
])("%j", (words, command) => {
  expect(parseArguments(words)).toEqual(command);
});
