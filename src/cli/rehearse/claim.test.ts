import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Tidegate } from "../../rehearse/folder/run-folder.ts";
import { claim } from "./claim.ts";

test("a .tidegate that cannot be written to is told in one sentence, with what to do", () => {
  const folder = mkdtempSync(join(tmpdir(), "claim-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, ".tidegate"), "a file");
  expect(() => claim(new Tidegate(folder))).toThrow(
    /^.*\.tidegate cannot be written to, and everything of a rehearsal lies there: ENOTDIR.*remove it$/,
  );
});
