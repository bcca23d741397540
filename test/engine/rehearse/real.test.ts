import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { connection, environmentFor } from "../connect.ts";

const cli = join(import.meta.dirname, "../../../src/cli/main.ts");

const workflow = (base: string) => `
name: Deploy
on: push
jobs:
  real:
    runs-on: ubuntu-24.04
    steps:
      - run: |
          printf 'FROM ${base}\\nLABEL a=b\\n' > Dockerfile
          docker buildx build --push -t "\${{ vars.REGISTRY }}/rehearsal-real/x:1" .
          docker run --rm ghcr.io/aquasecurity/trivy@sha256:1 version
          kubectl get nodes
`;

test("with --real, Docker, registry and cluster are the engine's, and only the scanner is answered", () => {
  const engine = connection();
  const folder = mkdtempSync(join(tmpdir(), "real-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, ".github/workflows"), { recursive: true });
  writeFileSync(join(folder, ".github/workflows/deploy.yml"), workflow(engine.images.debian));
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd: folder });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "one");
  const args = [cli, "rehearse", "--trust", "--verbose", "--real", "docker,registry,kubernetes"];
  const env = { ...process.env, ...environmentFor(engine) };
  const out = execFileSync(process.execPath, args, {
    cwd: folder,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  expect(out).toContain(`pushing manifest for ${engine.registry}/rehearsal-real/x:1@sha256:`);
  expect(out).toContain("a recorded report: nothing was scanned");
  expect(out).toMatch(/Ready +<none>/);
});
