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
