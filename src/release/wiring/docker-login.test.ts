import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { dockerLogin } from "./docker-login.ts";

const folder = mkdtempSync(join(tmpdir(), "tidegate-docker-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("what docker login left, by host; none without a file", () => {
  const auth = Buffer.from("dana:a-token").toString("base64");
  writeFileSync(
    join(folder, "config.json"),
    JSON.stringify({ auths: { "ghcr.io": { auth }, "https://index.docker.io/v1/": { auth } } }),
  );
  const login = dockerLogin({ DOCKER_CONFIG: folder });
  expect([login("ghcr.io"), login("docker.io"), login("quay.io")]).toEqual(["dana:a-token", "dana:a-token", undefined]);
  expect(dockerLogin({ HOME: join(folder, "absent") })("ghcr.io")).toBeUndefined();
});
