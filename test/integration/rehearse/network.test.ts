import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Foreign } from "./foreign.ts";

const file = "x.yml";

/** What a program that looks at no variable, and one that does, come to outside. */
const asks = `
import socket, urllib.error, urllib.request
try:
    socket.create_connection(("192.0.2.1", 80), timeout=3).close()
    print("connected")
except OSError as error:
    print("not connected:", error)
try:
    urllib.request.urlopen("http://somewhere.invalid/", timeout=10)
except urllib.error.HTTPError as error:
    print(error.code, error.read().decode())
`;
const asking = `
on: push
jobs: { a: { runs-on: x, steps: [{ uses: actions/checkout@v7 }, { run: python3 asks.py }] } }
`;
const gated = `
on: push
jobs: { a: { runs-on: x, environment: production, steps: [{ run: echo deployed }] } }
`;

const namespaces =
  process.platform === "linux" &&
  spawnSync("unshare", [...(process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"]), "--net", "--", "true"])
    .status === 0;

test("a step reaches nothing outside: not by itself where there are network namespaces, and nowhere by the proxy it is told of", async () => {
  const foreign = new Foreign({ [file]: asking, "asks.py": asks });
  const { code, out, err } = await foreign.rehearse(file, "--trust", "--verbose");
  expect(code, out + err).toBe(0);
  expect(out).toContain("403 somewhere.invalid:80 is closed in a rehearsal");
  expect(out).toContain(
    namespaces
      ? "network: stand-in, closed by a network namespace; only package registries can be reached"
      : "closed by proxy variables only",
  );
  if (namespaces) expect(out).toMatch(/not connected: .*unreachable/);
});

test("where the system gives no namespace the proxy variables close the network, and the run says so", async () => {
  const foreign = new Foreign({
    [file]: asking,
    "asks.py": asks,
    "bin/unshare": "#!/bin/sh\nexit 1\n",
  });
  spawnSync("chmod", ["+x", join(foreign.folder, "bin/unshare")]);
  const path = [join(foreign.folder, "bin"), process.env["PATH"] ?? ""].join(delimiter);
  const { code, out, err } = await foreign.start([file, "--trust", "--verbose"], { env: { PATH: path } }).ended;
  expect(code, out + err).toBe(0);
  expect(out).toContain("closed by proxy variables only, for this system gives no network namespace");
  expect(out).toContain("403 somewhere.invalid:80 is closed in a rehearsal");
});

test("--network open leaves it open, which is nothing to approve unasked: the run ends waiting, with exit code 1", async () => {
  const server = createServer((_, response) => void response.end("from outside"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  const foreign = new Foreign({
    [file]: `on: push\njobs: { a: { runs-on: x, steps: [{ run: curl -s http://127.0.0.1:${port}/ }] } }\n`,
    "gated.yml": gated,
  });
  const open = ["--trust", "--verbose", "--network", "open"];
  expect((await foreign.rehearse(file, ...open)).out).toContain("a | from outside");

  const waiting = await foreign.rehearse("gated.yml", ...open);
  expect(waiting.code, waiting.out).toBe(1);
  expect(waiting.out).not.toContain("deployed");
  expect(waiting.out).toContain("production: waiting (nobody was there to ask)");
  expect(waiting.out).toContain("production waits for approval: --approve production or --reject production");
  expect(foreign.events.at(-1)).toMatchObject({ kind: "ended", result: "waiting" });

  const approved = await foreign.rehearse("gated.yml", ...open, "--approve", "production");
  expect(approved.code, approved.out).toBe(0);
  expect(approved.out).toContain("a | deployed");
});
