import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Foreign } from "./foreign.ts";

const file = "x.yml";
const workflow = `
on: push
jobs:
  build:
    runs-on: x
    outputs: { version: "\${{ steps.v.outputs.version }}", registry: "\${{ vars.REGISTRY }}" }
    steps:
      - uses: actions/checkout@v7
      - { id: v, run: 'echo "version=$(cat VERSION)" >> "$GITHUB_OUTPUT"; cp VERSION out' }
      - { uses: actions/upload-artifact@v7, with: { name: out, path: out } }
  deploy:
    needs: build
    environment: staging
    runs-on: x
    steps:
      - { uses: actions/download-artifact@v8, with: { name: out } }
      - run: echo "deploying $(cat out) to \${{ vars.WHERE }}"; test "\${{ needs.build.outputs.registry }}" = "\${{ vars.REGISTRY }}"
      - run: test "\${{ vars.WHERE }}" = there
`;

test("--resume keeps what went well and has not changed, with what it left, and runs the rest", async () => {
  const foreign = new Foreign({ [file]: workflow, VERSION: "1.0.0\n" });
  const rehearse = (...args: readonly string[]) => foreign.rehearse(file, "--trust", "--verbose", ...args);

  const failing = await rehearse("--var", "WHERE=nowhere");
  expect(failing.code).toBe(1);

  const changedVariable = await rehearse("--resume", "--var", "WHERE=there");
  expect(changedVariable.code, changedVariable.out).toBe(0);
  expect(changedVariable.out, "a variable is an input of every job").not.toContain("kept from the rehearsal before");
  expect(changedVariable.out).toContain("resume: what the jobs depend on has changed since the rehearsal before");

  const kept = await rehearse("--resume", "--var", "WHERE=there");
  expect(kept.code, kept.out).toBe(0);
  expect(kept.out).toContain("build: success, kept from the rehearsal before");
  expect(kept.out).toContain("deploying 1.0.0 to there");

  foreign.write("VERSION", "1.0.1\n");
  const changedFile = await rehearse("--resume", "--var", "WHERE=there");
  expect(changedFile.out).not.toContain("kept from the rehearsal before");
  expect(changedFile.out).toContain("deploying 1.0.1 to there");
});

test("--resume runs again what an action's folder changes, and what was left out before", async () => {
  const action = (word: string) =>
    `name: a\ndescription: a\nruns: { using: composite, steps: [{ run: "echo ${word}", shell: bash }] }\n`;
  const foreign = new Foreign({
    [file]: "on: push\njobs:\n  a: { runs-on: x, steps: [{ uses: acme/a@v1 }, { uses: acme/b@v1 }] }\n",
  });
  // no repository of its own: git knows nothing of it
  const folder = mkdtempSync(join(tmpdir(), "action-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "action.yml"), action("one"));
  const rehearse = (...args: readonly string[]) =>
    foreign.rehearse(file, "--trust", "--verbose", "--action", `acme/a=${folder}`, ...args);
  const kept = "kept from the rehearsal before";

  await rehearse("--skip", "acme/b");
  expect((await rehearse("--skip", "acme/b", "--resume")).out).toContain(kept);
  writeFileSync(join(folder, "action.yml"), action("two words"));
  const changed = await rehearse("--skip", "acme/b", "--resume");
  expect(changed.out).not.toContain(kept);
  expect(changed.out).toContain("a | two words");
  const whole = await rehearse("--action", `acme/b=${folder}`, "--resume");
  expect(whole.out, "what was left out is not kept as if it had run").not.toContain(kept);
});

test("after a rehearsal with a fault, what went well is kept; with a fault every job runs", async () => {
  const foreign = new Foreign({ [file]: "on: push\njobs: { a: { runs-on: x, steps: [{ run: echo ran }] } }\n" });
  foreign.git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "--allow-empty", "-m", "two");
  const rehearse = (...args: readonly string[]) => foreign.rehearse(file, "--trust", "--verbose", ...args);
  const kept = "a: success, kept from the rehearsal before";

  const first = await rehearse("--resume");
  expect(first.out).toContain("resume: the rehearsal before left nothing that may be kept: every job ran");
  expect((await rehearse("--resume", "--inject", "slow:a")).out).not.toContain(kept);
  const { out } = await rehearse("--resume");
  expect(out).toContain(kept);
  expect(out).not.toContain("every job ran");
});
