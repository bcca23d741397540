import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
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

/** A server that stands where dl.k8s.io does, asked over real HTTP; it sends its visitors on, as that one does. */
async function hostOf(program: Buffer, sent = program.length) {
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/cdn/") !== true)
      return void response.writeHead(302, { location: `/cdn${request.url}` }).end();
    response.writeHead(200, { "content-length": program.length });
    response.write(program.subarray(0, sent), () => (sent < program.length ? response.destroy() : response.end()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return (url: string | URL | Request, init?: RequestInit) =>
    fetch(String(url).replace("https://dl.k8s.io", `http://127.0.0.1:${port}`), init);
}

const sha256 = (content: Buffer) => createHash("sha256").update(content).digest("hex");

test("a real program comes over a redirect, and runs", async () => {
  // as large as kubectl is, and there on every machine that runs this
  const real = readFileSync(process.execPath);
  const request = { ...machine().serving(""), fetch: await hostOf(real), checksums: { "linux-x64": sha256(real) } };
  expect(await provideKubectl(request)).toMatchObject({ kind: "fetched" });
  const kept = fetchedKubectl(request.env, request.cache) ?? "";
  expect(execFileSync(kept, ["--print", "6 * 7"], { encoding: "utf8" })).toBe("42\n");
});

test("a download that breaks off is told, and nothing is kept", async () => {
  const whole = Buffer.alloc(1 << 20, "x");
  const fetching = await hostOf(whole, 1 << 19);
  const request = { ...machine().serving(""), fetch: fetching, checksums: { "linux-x64": sha256(whole) } };
  expect(await provideKubectl(request)).toEqual({
    kind: "missing",
    why: expect.stringContaining("could not be fetched"),
  });
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
