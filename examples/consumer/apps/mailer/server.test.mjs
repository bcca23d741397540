import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { test } from "node:test";

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

test("it says who it is", async () => {
  const port = await freePort();
  const child = spawn(process.execPath, [new URL("server.mjs", import.meta.url).pathname], {
    env: { PORT: String(port) },
  });
  try {
    let answer;
    while (answer === undefined && child.exitCode === null)
      answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => new Promise((resolve) => setTimeout(resolve, 20)));
    assert.deepEqual(await answer.json(), { service: "mailer" });
  } finally {
    child.kill();
  }
});
