import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";

test("it says hello", async () => {
  const server = spawn(process.execPath, [new URL("server.mjs", import.meta.url).pathname], { env: { PORT: "0" } });
  try {
    const [line] = await once(server.stdout, "data");
    const port = /\d+/.exec(String(line))?.[0];
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    assert.deepEqual(await answer.json(), { says: "hello" });
  } finally {
    server.kill();
  }
});
