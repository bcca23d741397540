import { expect, test } from "vitest";
import { play } from "../../../../src/action/testing/index.ts";
import { greet } from "./bundle.ts";

test("a refusal is not tried again, and its own code comes with a hint", async () => {
  const transcript = await play({
    bundle: await greet(),
    inputs: ({ http }) => ({ who: "Bob", server: http }),
    http: { "GET /Bob": { status: 404 } },
    env: { GITHUB_ACTION_REPOSITORY: "acme/actions", GITHUB_ACTION_REF: "v1" },
  });
  await expect(transcript.text).toMatchFileSnapshot("snapshots/refused.txt");
});
