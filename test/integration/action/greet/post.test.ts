import { expect, test } from "vitest";
import { play } from "../../../../src/action/testing/index.ts";
import { greet } from "./bundle.ts";

test("post: the second part knows what the first one kept", async () => {
  const transcript = await play({ bundle: await greet(), inputs: { who: "Ada" }, post: { who: "Ada" } });
  await expect(transcript.text).toMatchFileSnapshot("snapshots/post.txt");
});
