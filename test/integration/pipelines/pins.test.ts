/** What scheduled.yml says of pins and ignores: its own script, with programs that end in every way. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run, scriptOf } from "./step.ts";

const script = scriptOf("scheduled", "repository", "Pins and ignores");

/** A `node` that answers as `tidegate update` and `tools/watch/ignores.ts` do. */
async function found(update: string, ignores: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-node-"));
  writeFileSync(join(folder, "node"), `#!/bin/sh\ncase "$*" in *update*) ${update} ;; *) ${ignores} ;; esac\n`);
  chmodSync(join(folder, "node"), 0o755);
  const shown = { run: `${script.run}\ncat findings.md\n`, shell: script.shell };
  const { said } = await run(shown, { PATH: `${folder}:${process.env["PATH"]}` });
  rmSync(folder, { recursive: true });
  return said;
}

test("pins at their newest release and nothing ignored are no finding", async () => {
  expect(await found("echo every pin is at the newest release that is old enough", ":")).toBe("");
});

test("a pin that may move is one, with its versions", async () => {
  const said = "printf 'acme/greet v1 → v2 (2026-11-01)\\n  same inputs and outputs\\n'";
  expect(await found(said, "echo '- ignored until 2026-12-01: X (y)'")).toBe(
    "- pins: acme/greet v1 → v2 (2026-11-01)\n- ignored until 2026-12-01: X (y)\n",
  );
});

test("a look that broke is told, and not taken for a clean one", async () => {
  expect(await found("exit 1", "exit 3")).toBe(
    "- pins: not all could be looked at\n- ignores: the policy could not be read\n",
  );
});
