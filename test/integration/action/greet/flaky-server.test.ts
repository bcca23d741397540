import { expect, test } from "vitest";
import { play } from "../../../../src/action/testing/index.ts";
import { greet } from "./bundle.ts";

test("a flaky server: each new try in one line, and then the answer", async () => {
  const transcript = await play({
    bundle: await greet(),
    inputs: ({ http }) => ({ who: "Ada", server: http }),
    http: { "GET /Ada": [{ status: 503, headers: { "retry-after": "1" } }, { hangUp: true }, { body: "Hello!" }] },
  });
  await expect(transcript.text).toMatchFileSnapshot("snapshots/flaky-server.txt");
});
