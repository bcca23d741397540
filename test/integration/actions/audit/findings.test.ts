import { expect, test } from "vitest";
import { play } from "../../../../src/action/testing/index.ts";
import { advisories, audit, bulk, lockFile } from "./world.ts";

test("findings: each with the command that fixes it, in the log, the summary and the reports", async () => {
  const transcript = await play({
    bundle: await audit(),
    inputs: ({ http }) => ({ registry: http, "report-folder": "reports" }),
    files: { "package-lock.json": lockFile },
    http: { [bulk]: { body: advisories } },
  });
  await expect(transcript.text).toMatchFileSnapshot("snapshots/findings.txt");
});
