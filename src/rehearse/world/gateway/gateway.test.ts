import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { createProxy } from "../../safety/network/proxy.ts";
import { answerAudits } from "../advisories/answer.ts";
import { authority } from "../cluster/tls/certificate.ts";
import { startGateway } from "./gateway.ts";
import { trustBundle, trusting } from "./trust.ts";

const run = promisify(execFile);

/** A registry of packages over TLS, reached by the name `localhost`. */
async function registry() {
  const ca = authority();
  const { key, certificate } = ca.issue({ commonName: "localhost" }, "server");
  const asked: string[] = [];
  const server = createServer({ key, cert: certificate }, (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end("from the registry itself");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { port, asked, ca: ca.certificate };
}

/** What a step's own process, told of the gateway by its environment, gets. */
async function setting(upstream?: URL) {
  const behind = await registry();
  const folder = mkdtempSync(join(tmpdir(), "gateway-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "registry-ca.pem"), behind.ca);
  const told: string[] = [];
  const gateway = await startGateway({
    way: Promise.resolve({ hosts: ["localhost", "api.osv.dev", "pypi.org"], upstream }),
    intercept: answerAudits((what) => told.push(what)),
    trust: (own) => trustBundle(own, { NODE_EXTRA_CA_CERTS: join(folder, "registry-ca.pem") }),
  });
  onTestFinished(() => gateway.stop());
  const bundle = join(folder, "bundle.pem");
  writeFileSync(bundle, gateway.bundle);
  const env = {
    PATH: process.env["PATH"] ?? "",
    HTTPS_PROXY: gateway.url,
    HTTP_PROXY: gateway.url,
    NO_PROXY: "none.example",
    NODE_USE_ENV_PROXY: "1",
    ...trusting(bundle),
  };
  const node = async (code: string) =>
    (await run(process.execPath, ["--input-type=module", "-e", code], { env })).stdout.trim();
  return { behind, told, node, env, gateway };
}

const post = (url: string, body: object) =>
  `console.log(await (await fetch(${JSON.stringify(url)}, { method: "POST", body: ${JSON.stringify(JSON.stringify(body))} })).text())`;

test("npm's question about advisories is answered here, everything else by the registry itself", async () => {
  const { behind, told, node } = await setting();
  const base = `https://localhost:${behind.port}`;
  const answered = await node(
    post(`${base}/-/npm/v1/security/advisories/bulk`, { "rehearsed-parser": ["1.0.1"], express: ["5.0.0"] }),
  );
  expect(JSON.parse(answered)).toMatchObject({
    "rehearsed-parser": [{ severity: "high", vulnerable_versions: "<1.0.2" }],
  });
  expect(Object.keys(JSON.parse(answered))).toEqual(["rehearsed-parser"]);
  expect(await node(`console.log(await (await fetch("${base}/express")).text())`)).toBe("from the registry itself");
  expect(behind.asked).toEqual(["GET /express"]);
  expect(told).toEqual(["npm's advisories"]);
});

test("OSV and PyPI's advisories are answered to Node and to Python, wherever the code looks for them", async () => {
  const { node, env, told } = await setting();
  const query = {
    queries: [
      { version: "2.0.0", package: { name: "Rehearsed_Client", ecosystem: "PyPI" } },
      { version: "1", package: { name: "flask", ecosystem: "PyPI" } },
    ],
  };
  expect(JSON.parse(await node(post("https://api.osv.dev/v1/querybatch", query)))).toMatchObject({
    results: [{ vulns: [{ id: "GHSA-0000-rehe-0002" }] }, {}],
  });
  const script = `import json, ssl, urllib.request
url = "https://pypi.org/pypi/rehearsed-client/2.0.0/json"
print(json.load(urllib.request.urlopen(url))["vulnerabilities"][0]["fixed_in"])`;
  expect(
    (await run("python3", ["-c", script], { env: { ...env, HOME: process.env["HOME"] ?? "" } })).stdout.trim(),
  ).toBe("['2.0.1']");
  expect(told).toEqual(["OSV", "PyPI's advisories"]);
});

test("what nobody answers for is connected, or refused with the reason", async () => {
  const { behind, node } = await setting();
  const direct = `https://127.0.0.1:${behind.port}/`;
  expect(await node(`console.log(await (await fetch(${JSON.stringify(direct)})).text())`)).toBe(
    "from the registry itself",
  );
  expect(await node(`try { await fetch("https://nowhere.invalid/") } catch (error) { console.log("refused") }`)).toBe(
    "refused",
  );
});

test("what is asked for in plain HTTP goes through the machine's proxy as well, which may be the one that closes the network", async () => {
  const refused: string[] = [];
  const closing = createProxy({ allows: () => false, onRefused: (host) => refused.push(host) });
  await new Promise<void>((resolve) => closing.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void closing.close());
  const address: AddressInfo | string | null = closing.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { env } = await setting(new URL(`http://127.0.0.1:${port}`));
  const script = `import urllib.error, urllib.request
try:
    urllib.request.urlopen("http://somewhere.invalid/x")
except urllib.error.HTTPError as error:
    print(error.code, error.read().decode())`;
  const { stdout } = await run("python3", ["-c", script], { env: { ...env, http_proxy: env.HTTP_PROXY } });
  expect(stdout).toContain("403 somewhere.invalid:80 is closed in a rehearsal");
  expect(refused).toEqual(["somewhere.invalid:80"]);
});

test("a machine that is behind a proxy itself is asked through it", async () => {
  const outer = await setting();
  const inner = await setting(new URL(outer.gateway.url));
  expect(await inner.node(`console.log(await (await fetch("https://127.0.0.1:${inner.behind.port}/a")).text())`)).toBe(
    "from the registry itself",
  );
  expect(await inner.node(`console.log(await (await fetch("https://localhost:${inner.behind.port}/b")).status)`)).toBe(
    "502",
  );
});
