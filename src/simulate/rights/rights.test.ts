import { expect, test } from "vitest";
import { simulated, subjectOf } from "../../../test/simulate/subject.ts";
import { restricted, tokenOf } from "./token.ts";

const written = { contents: "write", "id-token": "write", models: "read", packages: "none" } as const;

test.each([
  ["a push", "push", "full", written, { contents: "write", "id-token": "write", models: "read" }],
  ["a fork's pull request", "pull_request", "fork", written, { contents: "read" }],
  ["a fork's review", "pull_request_review", "fork", written, { contents: "read" }],
  ["a fork where nothing is written", "pull_request", "fork", undefined, { contents: "read", packages: "read" }],
  ["Dependabot where it is written", "pull_request", "dependabot", written, { ...written, packages: undefined }],
  ["Dependabot where nothing is", "pull_request", "dependabot", undefined, { contents: "read", packages: "read" }],
] as const)("the token of %s", (_, event, trust, grant, expected) => {
  const token = tokenOf(grant, { event, trust }, restricted);
  expect(token).toEqual(JSON.parse(JSON.stringify(expected)));
});

test("where the repository's default lets tokens write, a fork's and Dependabot's still only read", () => {
  const policy = { contents: "write", issues: "write" } as const;
  for (const trust of ["fork", "dependabot"] as const)
    expect(tokenOf(undefined, { event: "pull_request", trust }, policy)).toEqual({ contents: "read", issues: "read" });
  expect(tokenOf(undefined, { event: "push", trust: "full" }, policy)).toEqual(policy);
});

const caller = subjectOf(
  `on: [push, pull_request]
env:
  EVERYWHERE: \${{ secrets.SHARED }}
permissions:
  contents: write
jobs:
  own:
    runs-on: ubuntu-24.04
    environment: staging
    container:
      image: acme/tool
      credentials:
        username: x
        password: \${{ secrets['registry_password'] }}
    steps:
      - run: echo \${{ github.token }} \${{ secrets.GITHUB_TOKEN }}
      - run: echo '\${{ format('{0}', secrets.KUBE_CONFIG) }}'
  whole:
    runs-on: ubuntu-24.04
    steps:
      - run: echo \${{ toJSON(secrets) }}
  named:
    uses: ./.github/workflows/called.yml
    permissions:
      contents: read
    secrets:
      KUBE_CONFIG: \${{ secrets.KUBE_CONFIG }}
  all:
    uses: ./.github/workflows/called.yml
    secrets: inherit
`,
  {
    ".github/workflows/called.yml": `on:
  workflow_call:
    secrets:
      KUBE_CONFIG:
      NPM_TOKEN:
jobs:
  inner:
    runs-on: ubuntu-24.04
    environment: production
    steps:
      - run: echo \${{ secrets.KUBE_CONFIG }} \${{ secrets.NPM_TOKEN }}
`,
  },
);

const row = (event: string, path: string) => {
  const found = simulated(caller, event).rows.find((one) => one.path === path);
  if (!found) throw new Error(`there is no job ${path}`);
  return found;
};
const secrets = (event: string, path: string) =>
  row(event, path).secrets.map(({ name, empty }) => `${empty ? "no " : ""}${name}`);

test("every secret that a job reads is named, wherever it reads it; the token is none", () => {
  expect(secrets("push", "own")).toEqual(["KUBE_CONFIG", "REGISTRY_PASSWORD", "SHARED"]);
  expect(secrets("push", "whole")).toEqual(["*", "SHARED"]);
  expect(row("push", "own").secrets[0]?.from).toBe("environment staging, or else the repository");
});

test("a called workflow sees what is handed on by name, or all of it; its rights are what the caller passes", () => {
  expect(secrets("push", "named/inner")).toEqual(["KUBE_CONFIG", "no NPM_TOKEN"]);
  expect(secrets("push", "all/inner")).toEqual(["KUBE_CONFIG", "NPM_TOKEN"]);
  expect(row("push", "named/inner").token).toEqual({ contents: "read" });
  expect(row("push", "all/inner").token).toEqual({ contents: "write" });
  expect(row("push", "all/inner").environments).toEqual(["production"]);
});

test("a fork's pull request sees no secret and writes nothing; Dependabot's sees only its own secrets", () => {
  for (const { secrets: seen, token } of simulated(caller, "pull-request-fork").rows) {
    expect(seen.filter(({ empty }) => !empty)).toEqual([]);
    expect(Object.values(token).filter((level) => level !== "read")).toEqual([]);
  }
  expect(secrets("pull-request-dependabot", "own")).toEqual(["no KUBE_CONFIG", "no REGISTRY_PASSWORD", "no SHARED"]);
  expect(secrets("pull-request", "own")).toEqual(["KUBE_CONFIG", "REGISTRY_PASSWORD", "SHARED"]);
});

test("a call that asks for more than it is granted is refused, though its job would be skipped", () => {
  const asks = `on: workflow_call
jobs:
  inner:
    if: false
    runs-on: ubuntu-24.04
    permissions:
      packages: write
    steps:
      - run: echo
`;
  const call = (permissions: string) => () =>
    subjectOf(`on: push\njobs:\n  it:\n${permissions}    uses: ./.github/workflows/called.yml\n`, {
      ".github/workflows/called.yml": asks,
    });
  expect(call("    permissions:\n      contents: read\n")).toThrow("packages: write");
  // nothing is written: the repository's restricted default counts
  expect(call("")).toThrow("packages: write");
  expect(call("    permissions:\n      packages: write\n")).not.toThrow();
});
