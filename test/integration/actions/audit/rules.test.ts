import { expect, test } from "vitest";
import { play } from "../../../../src/action/testing/index.ts";
import { advisories, audit, bulk, lockFile } from "./world.ts";

const bundle = await audit();

test.concurrent.each([
  ["fail-on: critical", { "fail-on": "critical" }, 0, "ok"],
  ["fail-on: none", { "fail-on": "none" }, 0, "ok"],
  ["fail-on: medium", { "fail-on": "medium" }, 1, "findings"],
  ["only-fixable", { "only-fixable": "true" }, 1, "findings"],
] as const)("%s", async (_, rules, exit, verdict) => {
  const transcript = await play({
    bundle,
    inputs: ({ http }) => ({ registry: http, ...rules }),
    files: { "package-lock.json": lockFile },
    http: { [bulk]: { body: advisories } },
  });
  expect([transcript.exit, transcript.outputs["verdict"]]).toEqual([exit, verdict]);
});

test("only-fixable lets pass what has no fix; the registry is asked which versions there are", async () => {
  const [lodash] = advisories.lodash;
  const http = {
    [bulk]: {
      body: {
        lodash: [{ ...lodash, vulnerable_versions: "<=4.17.20" }],
        qs: [{ ...lodash, vulnerable_versions: ">=6" }],
      },
    },
    "GET /lodash": { body: { versions: { "4.17.19": {}, "4.17.20": {}, "4.18.0-beta": {}, "4.17.21": {} } } },
  };
  const { outputs, log } = await play({
    bundle,
    inputs: (stage) => ({ registry: stage.http, "only-fixable": "true" }),
    files: { "package-lock.json": lockFile },
    http,
  });
  expect(outputs).toMatchObject({ high: "2", fixable: "1" });
  expect(log).toContain("::error title=Audit%3A high,file=package-lock.json,line=26::");
  expect(log).toContain("Fix (4.17.21): npm update lodash");
  expect(log).toContain("::warning title=Audit%3A high,file=package-lock.json,line=30::");
  expect(log).toContain("(no fix yet)");
});

test("include-dev looks at what is only needed for development", async () => {
  const { requests } = await play({
    bundle,
    inputs: ({ http }) => ({ registry: http, "include-dev": "true" }),
    files: { "package-lock.json": lockFile },
    http: { [bulk]: { body: {} } },
  });
  expect(Object.keys(JSON.parse(requests[0]?.body ?? "{}"))).toContain("mocha");
});

test("a scope with its own registry is asked about there, and its names go nowhere else", async () => {
  const lock = JSON.parse(lockFile);
  lock.packages["node_modules/@acme/secret-plan"] = { version: "1.0.0" };
  const { requests, exit } = await play({
    bundle,
    inputs: ({ http }) => ({ registry: `${http}/public/`, "osv-url": http, osv: "always" }),
    env: ({ http }) => ({ OWN: `${http}/own/` }),
    files: { "package-lock.json": JSON.stringify(lock), ".npmrc": "@acme:registry=${OWN}\n" },
    http: {
      "POST /public/-/npm/v1/security/advisories/bulk": { body: {} },
      "POST /own/-/npm/v1/security/advisories/bulk": { body: {} },
      "POST /v1/querybatch": { body: { results: [{}, {}, {}] } },
    },
  });
  expect(exit).toBe(0);
  const asked = requests.filter(({ body }) => body.includes("secret-plan")).map(({ path }) => path);
  expect(asked).toEqual(["/own/-/npm/v1/security/advisories/bulk"]);
});

test.each([
  ["no lock file", {}, "no-project"],
  ["a lock file of npm 6", { "package-lock.json": '{"lockfileVersion":1,"dependencies":{}}' }, "bad-lock"],
  ["half a lock file", { "package-lock.json": '{"lockfileVersion":' }, "bad-lock"],
])("%s", async (_, files, code) => {
  const { exit, log, outputs } = await play({ bundle, files });
  expect([exit, outputs["verdict"]]).toEqual([2, "tool-error"]);
  expect(log).toMatch(code === "no-project" ? /no-project/ : /is not JSON|does not say which packages it holds/);
});
