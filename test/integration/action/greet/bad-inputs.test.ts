import { expect, test } from "vitest";
import { play } from "../../../../src/action/testing/index.ts";
import { greet } from "./bundle.ts";

test("bad inputs: all of them in one message", async () => {
  const transcript = await play({
    bundle: await greet(),
    inputs: { times: "often", tone: "hot", server: "greetings.example" },
  });
  await expect(transcript.text).toMatchFileSnapshot("snapshots/bad-inputs.txt");
});
