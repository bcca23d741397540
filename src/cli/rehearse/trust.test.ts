import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Io } from "../io.ts";
import { stopOnSignals } from "./stop.ts";
import { isTrusted } from "./trust.ts";

function asking(env: Io["env"], { given = false, folder = "/shop" } = {}) {
  const said: string[] = [];
  const stop = stopOnSignals("signals");
  onTestFinished(stop.forget);
  const io: Io = {
    ...{ cwd: folder, env, out: () => {}, now: () => new Date(), fetch },
    err: (text) => void said.push(text),
  };
  const repository = { folder, name: "acme/shop", origin: "", defaultBranch: "main", sha: "" };
  return { said, answer: isTrusted({ repository, plans: [], given, canAsk: false, stop }, io) };
}

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), "trust-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("who said once that a repository is trusted is not asked again", async () => {
  const env = { HOME: place() };
  expect(await asking(env).answer).toBe(false);
  expect(await asking(env, { given: true }).answer).toBe(true);
  expect(await asking(env).answer).toBe(true);
});

test("where it cannot be kept, one sentence says so, and the rehearsal goes on", async () => {
  const { said, answer } = asking({ HOME: "/dev/null" }, { given: true });
  expect(await answer).toBe(true);
  expect(said).toEqual([expect.stringMatching(/could not be kept in \/dev\/null.*ENOTDIR.*will ask again$/)]);
});

test("a relative folder of settings is none: a repository could hold it, and trust itself", async () => {
  const folder = place();
  mkdirSync(join(folder, ".config/tidegate"), { recursive: true });
  writeFileSync(join(folder, ".config/tidegate/trusted.json"), JSON.stringify([`${folder} `]));
  const before = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(before));
  expect(await asking({ HOME: "", XDG_CONFIG_HOME: ".config" }, { folder }).answer).toBe(false);
});
