import { expect, test } from "vitest";
import type { RehearsalEvent } from "./event.ts";
import { Unseen } from "./unseen.ts";

const job = (name: string): RehearsalEvent => ({ kind: "job-started", leg: `${name}#0`, name, needs: {}, at: 0 });
const end = (name: string, result: "success" | "failure" | "skipped", why?: string): RehearsalEvent => ({
  ...{ kind: "job-ended", leg: `${name}#0`, name, result, outputs: {}, at: 1 },
  ...(why === undefined ? {} : { why }),
});
const error = (name: string, message: string): RehearsalEvent => ({
  ...{ kind: "annotation", leg: `${name}#0`, step: "a" },
  annotation: { level: "error", message },
});

test.each([
  ["nothing, where all went well", [job("a"), end("a", "success"), end("b", "skipped")], ""],
  ["the first error", [job("a"), error("a", "no disk"), error("a", "too"), end("a", "failure")], " (a: no disk)"],
  ["the job, where it said nothing else", [job("a"), end("a", "failure"), end("b", "failure")], " (a: failure)"],
  ["why the job ended", [job("a"), end("a", "failure", "it took too long")], " (a: it took too long)"],
  ["no error that was forgiven", [job("a"), error("a", "no disk"), end("a", "success")], ""],
])("of an unseen run is kept: %s", (_, events, why) => {
  const unseen = new Unseen();
  for (const event of events) unseen.take(event);
  expect(unseen.why).toBe(why);
});
