import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Foreign } from "./foreign.ts";
import { helloRepository } from "./hello.ts";

const rollback = `
name: Roll back
on:
  workflow_dispatch:
    inputs:
      reason: { type: string, required: true }
jobs:
  back:
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-24.04
    environment: staging
    steps:
      - uses: actions/checkout@v7
      - id: back
        uses: ./actions/rollback
        with:
          app: hello
          environment: staging
          namespace: hello-staging
          kubeconfig: \${{ secrets.KUBE_CONFIG }}
          undo: live
          to: previous
          reason: \${{ inputs.reason }}
          smoke: examples/hello/smoke.yml
      - run: echo "\${{ steps.back.outputs.result }}"
`;

async function rehearse(folder: string, ...args: readonly string[]) {
  const main = join(import.meta.dirname, "../../../src/cli/main.ts");
  const child = spawn(process.execPath, [main, "rehearse", ...args], {
    cwd: folder,
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: join(folder, ".tidegate/config") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
  const [code] = await once(child, "close");
  return { code, out };
}

test("a rollback is rehearsed after two deploys that nobody sees: it goes from the second to the first", async () => {
  const folder = await helloRepository({ actions: ["rollback"], files: { "rollback.yml": rollback } });
  const { code, out } = await rehearse(
    ...[folder, "rollback.yml", "--after", "deploy.yml", "--bootstrap", "examples/hello/bootstrap.yaml"],
    ...["--input", "reason=too slow", "--trust", "--verbose"],
  );
  expect(code, out).toBe(0);
  expect(out).toContain(
    "after: deploy.yml was carried through first, as the commit before and as this one, unseen: success, success",
  );
  expect(out).toMatch(/going back from \d+-1 \(live\) to \d+-1/);
  expect(out).toContain("back | rolled-back");
  expect(out).toMatch(/success: staging runs \d+-1 again: 1 image, 1 not the same as before; /);
  expect(out, "what went before is unseen").not.toContain("image | ");
}, 180_000);

test("what stands against the workflow before is said, and nothing runs", async () => {
  const { folder } = new Foreign({
    "deploy.yml": "on: push\njobs: { a: { runs-on: x, steps: [{ run: touch ran }] } }\n",
  });
  for (const [args, sentence] of [
    [["--after", "nowhere.yml"], "nowhere.yml is not there"],
    [["--after", "deploy.yml", "--real", "docker,registry"], "--after goes with stand-ins only"],
    [["--inject", "api:429", "--real", "docker,registry"], "--inject goes with stand-ins only"],
  ] as const) {
    const { code, out } = await rehearse(folder, "deploy.yml", "--trust", ...args);
    expect(out).toContain(sentence);
    expect(code, out).toBe(2);
    expect(existsSync(join(folder, ".tidegate/rehearsal"))).toBe(false);
  }
});
