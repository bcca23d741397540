import { expect, test } from "vitest";
import { play } from "../../../../src/action/testing/index.ts";
import { advisories, audit, bulk, lockFile } from "./world.ts";

test("a registry that does not answer in time is asked again: slow is no outage", async () => {
  const transcript = await play({
    bundle: await audit(),
    inputs: ({ http }) => ({ registry: http, osv: "never", "report-folder": "reports" }),
    files: { "package-lock.json": lockFile },
    http: { [bulk]: [{ silent: true }, { body: { lodash: advisories.lodash } }] },
    patience: 100_000,
  });
  expect(transcript.outputs["verdict"]).toBe("findings");
  await expect(transcript.text).toMatchFileSnapshot("snapshots/slow.txt");
});
