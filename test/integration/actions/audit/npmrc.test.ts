import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { play } from "../../../../src/action/testing/index.ts";
import { authority } from "../../../../src/rehearse/world/cluster/tls/certificate.ts";
import { advisories, audit, bulk, lockFile } from "./world.ts";

test("the machine's own npmrc names the registry, where neither the project nor the user does", async () => {
  const prefix = mkdtempSync(join(tmpdir(), "tidegate-prefix-"));
  mkdirSync(join(prefix, "etc"));
  const { outputs, requests } = await play({
    bundle: await audit(),
    inputs: { osv: "never" },
    env: ({ http }) => {
      writeFileSync(join(prefix, "etc/npmrc"), `registry=${http}/npm/\n`);
      return { npm_config_prefix: prefix };
    },
    files: { "package-lock.json": lockFile },
    http: { [bulk.replace(" /", " /npm/")]: { body: advisories } },
  });
  expect(outputs["verdict"]).toBe("findings");
  expect(requests.map(({ path }) => path)).toContain("/npm/-/npm/v1/security/advisories/bulk");
});

test("a registry with a company's own certificate is trusted by npm's cafile, and not without", async () => {
  const ca = authority();
  const issued = ca.issue({ commonName: "localhost" }, "server");
  const server = createServer({ key: issued.key, cert: issued.certificate }, (request, response) => {
    request.resume();
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.method === "POST" ? advisories : { versions: {} }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    const run = async (npmrc: string) =>
      play({
        bundle: await audit(),
        inputs: { osv: "never" },
        files: { "package-lock.json": lockFile, "ca.pem": ca.certificate, ".npmrc": npmrc },
      });
    const registry = `registry=https://127.0.0.1:${port}/\n`;
    expect((await run(`${registry}cafile=ca.pem\n`)).outputs["verdict"]).toBe("findings");
    const without = await run(registry);
    expect(without.outputs["verdict"]).toBe("tool-error");
    expect(without.log).toContain("certificate");
  } finally {
    server.close();
  }
});
