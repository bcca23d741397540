import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { Masker } from "../commands/masker.ts";
import { run } from "./testing/run.ts";

test("a job's time limit cancels it, and says so", async () => {
  const end = await run(
    "on: push\njobs: { a: { runs-on: x, timeout-minutes: 0.003, steps: [{ run: exec sleep 60 }] } }",
  );
  expect(end.results).toEqual({ a: "cancelled" });
  expect(end.events).toContainEqual(
    expect.objectContaining({ kind: "job-ended", why: "it took longer than 0.003 minutes" }),
  );
});

test("each job signs in to GitHub with what its permissions give, also where it hands its token on", async () => {
  const caller = `
permissions: { contents: read }
jobs:
  reads: { runs-on: x, steps: [{ run: 'echo "reads \${{ github.token }} \${{ secrets.GITHUB_TOKEN }}"' }] }
  writes: { runs-on: x, permissions: { issues: write }, steps: [{ run: 'echo "writes \${{ github.token }}"' }] }
  calls:
    uses: ./.github/workflows/called.yml
    permissions: { checks: write }
    secrets: { handed: "\${{ secrets.GITHUB_TOKEN }}" }
on: push
`;
  const called = `
on: { workflow_call: { secrets: { handed: { required: true } } } }
jobs:
  inner: { runs-on: x, permissions: {}, steps: [{ run: 'echo "called \${{ secrets.handed }} \${{ github.token }}"' }] }
`;
  const shown = (grant: object | undefined) => `of-${Object.keys(grant ?? {}).join("") || "nothing"}`;
  const masker = new Masker();
  // shown as they are, which a mask would not
  masker.add = () => {};
  const { lines } = await run(caller, { tokenFor: shown, masker }, { ".github/workflows/called.yml": called });
  expect([...lines].sort()).toEqual([
    "called of-checks of-nothing",
    "reads of-contents of-contents",
    "writes of-issues",
  ]);
});

test("a job's folder is nobody's any more once the job is over, and not before", async () => {
  const swept: [name: string, printed: string][] = [];
  await run(
    `
on: push
jobs:
  a: { runs-on: x, steps: [{ run: echo here > "$RUNNER_TEMP/last" }, { if: always(), run: exit 1 }] }
`,
    { sweep: (folder) => swept.push([basename(folder), readFileSync(join(folder, "temp/last"), "utf8")]) },
  );
  expect(swept).toEqual([[expect.stringMatching(/^a-0-[0-9a-f]{4}$/), "here\n"]]);
});

test("a job for another system runs here, and says so", async () => {
  const { lines, result } = await run(`
on: push
jobs:
  test:
    strategy: { matrix: { os: [ubuntu-24.04, windows-2025] } }
    runs-on: \${{ matrix.os }}
    steps: [{ run: "true" }]
`);
  expect(result).toBe("success");
  expect(lines).toEqual([
    "runs-on: windows-2025 is not what it runs on here: this machine is no Windows, and its shells are its own",
  ]);
});
