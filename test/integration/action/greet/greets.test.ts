import { expect, test } from "vitest";
import { play } from "../../../../src/action/testing/index.ts";
import { greet } from "./bundle.ts";

test("greets: a group, outputs, a summary, a masked token", async () => {
  const transcript = await play({
    bundle: await greet(),
    inputs: ({ http }) => ({ who: "Ada", server: http, times: "2", token: "correct-horse" }),
    http: { "GET /Ada?tone=warm": { body: "Good morning, Ada!" } },
  });
  await expect(transcript.text).toMatchFileSnapshot("snapshots/greets.txt");
});
