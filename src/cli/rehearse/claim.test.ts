import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Tidegate } from "../../rehearse/folder/run-folder.ts";
import { claim, sayRoom } from "./claim.ts";

test("a .tidegate that cannot be written to is told in one sentence, with what to do", () => {
  const folder = mkdtempSync(join(tmpdir(), "claim-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, ".tidegate"), "a file");
  expect(() => claim(new Tidegate(folder))).toThrow(
    /^.*\.tidegate cannot be written to, and everything of a rehearsal lies there: ENOTDIR.*remove it$/,
  );
});

test("a disk that fills up is told in one sentence, whoever noticed it; anything else stays as it is", () => {
  const tidegate = new Tidegate("/shop");
  for (const said of [
    "ENOSPC: no space left on device, write",
    "EFBIG: file too large, write",
    "fatal: cannot copy 'x': No space left on device",
  ])
    expect(sayRoom(new Error(said), tidegate)).toMatchObject({
      message: expect.stringMatching(
        /^no room is left where .*\.tidegate lies.* (space left on device|file too large)\. Make room/,
      ),
    });
  const other = new Error("EACCES: permission denied");
  expect(sayRoom(other, tidegate)).toBe(other);
});
