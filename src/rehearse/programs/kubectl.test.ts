import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fetchedKubectl, provideKubectl, speaksOfCluster } from "./kubectl.ts";

const program = "#!/bin/sh\necho a kubectl\n";
const right = { "linux-x64": createHash("sha256").update(program).digest("hex") };

function machine() {
  const folder = mkdtempSync(join(tmpdir(), "kubectl-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const asked: string[] = [];
  const serving = (body: string, status = 200) => ({
    env: { PATH: join(folder, "bin") },
    cache: join(folder, "cache"),
    platform: "linux-x64",
    fetch: async (url: string | URL | Request) => {
      asked.push(String(url));
      return new Response(body, { status });
    },
  });
  return { folder, asked, serving };
}

test("one that is installed is taken, and nothing is fetched", async () => {
  const { folder, asked, serving } = machine();
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/kubectl"), program, { mode: 0o755 });
  expect(await provideKubectl(serving(""))).toEqual({ kind: "installed" });
  expect(asked).toEqual([]);
});

test("a missing one is fetched once, checked, and kept as a program", async () => {
  const { asked, serving } = machine();
  const request = { ...serving(program), checksums: right };
  expect(await provideKubectl(request)).toMatchObject({ kind: "fetched" });
  expect(await provideKubectl(request)).toEqual({ kind: "kept" });
  expect(asked).toEqual(["https://dl.k8s.io/release/v1.34.4/bin/linux/amd64/kubectl"]);
  const kept = fetchedKubectl(request.env, request.cache) ?? "";
  expect(readFileSync(kept, "utf8")).toBe(program);
  expect(statSync(kept).mode & 0o777).toBe(0o755);
  expect(fetchedKubectl({ PATH: dirname(kept) }, request.cache), "one's own comes first").toBe(undefined);
});

test.each([
  ["something else comes", program, 200, "linux-x64", /has the SHA-256 \w{64}, not d50c359d.*kubespray/],
  ["the server has none", "", 404, "linux-x64", /answered 404: install it$/],
  ["nobody published a checksum for the machine", program, 200, "darwin-arm64", /no known checksum of one for darwin/],
])("where %s, one sentence says so and nothing is kept", async (_, body, status, platform, why) => {
  const request = { ...machine().serving(body, status), platform };
  expect(await provideKubectl(request)).toEqual({ kind: "missing", why: expect.stringMatching(why) });
  expect(fetchedKubectl(request.env, request.cache)).toBe(undefined);
});

test("a machine without a network says so", async () => {
  const request = { ...machine().serving(""), fetch: () => Promise.reject(new Error("getaddrinfo ENOTFOUND")) };
  expect(await provideKubectl(request)).toEqual({ kind: "missing", why: expect.stringContaining("ENOTFOUND") });
});

test.each([
  ["run: kubectl get pods", true],
  ["uses: $/actions/kustomize-deploy", true],
  ["kubeconfig: x", true],
  ["run: npm test", false],
])("%s: %s", (text, expected) => expect(speaksOfCluster(text)).toBe(expected));
