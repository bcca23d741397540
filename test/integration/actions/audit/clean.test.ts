import { expect, test } from "vitest";
import { play } from "../../../../src/action/testing/index.ts";
import { audit, lockFile } from "./world.ts";

test("clean: the registry of npm's own configuration is asked, with its token, which shows nowhere", async () => {
  const transcript = await play({
    bundle: await audit(),
    files: {
      "package-lock.json": lockFile,
      ".npmrc": "registry=${REGISTRY}/npm/\n//${REGISTRY_HOST}/npm/:_authToken=${TOKEN}\n",
    },
    env: ({ http }) => ({ REGISTRY: http, REGISTRY_HOST: http.replace("http://", ""), TOKEN: "npm-token-1234567" }),
    http: { "POST /npm/-/npm/v1/security/advisories/bulk": { body: {} } },
  });
  expect(transcript.requests[0]?.headers["authorization"]).toBe("Bearer npm-token-1234567");
  await expect(transcript.text.replace(/.*authorization.*\n/, "")).toMatchFileSnapshot("snapshots/clean.txt");
});

test("where nothing names a registry, npm is asked which one it would take", async () => {
  const transcript = await play({
    bundle: await audit(),
    files: { "package-lock.json": lockFile },
    inputs: { osv: "never" },
    tools: { npm: [{ stdout: "https://npm.invalid/\n" }] },
  });
  expect(transcript.calls.map((call) => call.args.join(" "))).toEqual(["config get registry"]);
  expect(transcript.text).toContain("npm.invalid");
});

test("an npm that names no registry is a tool-error that says what to give", async () => {
  const transcript = await play({
    bundle: await audit(),
    files: { "package-lock.json": lockFile },
    inputs: { osv: "never" },
    tools: { npm: [{ stdout: "undefined\n" }] },
  });
  expect(transcript.text).toContain("npm names no registry");
  expect(transcript.text).toContain("give the input `registry`, or name one in .npmrc");
});
