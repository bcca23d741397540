import { expect, test } from "vitest";
import { play } from "../../../../src/action/testing/index.ts";
import { greet } from "./bundle.ts";

const bundle = await greet();

test("cancelled while it waits for a server: it ends at once and says so", async () => {
  const transcript = await play({
    bundle,
    inputs: ({ http }) => ({ who: "Ada", server: http }),
    http: { "GET /Ada": { silent: true } },
    stop: { signal: "SIGINT", when: 1 },
    patience: 9_000,
  });
  await expect(transcript.text).toMatchFileSnapshot("snapshots/cancelled.txt");
});

test("cancelled while a deaf program runs: the program and its children are ended within seven seconds", async () => {
  const transcript = await play({
    bundle,
    inputs: { who: "Ada", shell: "sh\n-c\nstubborn & stubborn & echo ready; wait" },
    tools: { stubborn: [{ stdout: "stubborn is up\n", hangs: "deaf" }] },
    stop: { signal: "SIGTERM", when: /up[\s\S]*up/ },
    patience: 12_000,
  });
  expect(transcript.exit).toBe(130);
  expect(transcript.orphans).toEqual([]);
  expect(transcript.outputs).toEqual({ verdict: "tool-error" });
});
