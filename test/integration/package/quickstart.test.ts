/** docs/quickstart.md, typed as it stands there: from an empty folder, with what is published and nothing else of ours. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packed } from "./installed.ts";
import { type Registry, registryWith } from "./registry.ts";

const root = join(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "docs/quickstart.md"), "utf8");

/** `sh` blocks of the page, each with the `text` block after it: what is typed, and what comes. */
const steps = [...page.matchAll(/^```sh\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```$/gm)].map(
  ([, typed = "", comes = ""]) => ({ typed, comes: comes.trimEnd().split("\n") }),
);

let folder = "";
let registry: Registry | undefined;
let env: Record<string, string | undefined> = {};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "quickstart-"));
  const file = await packed(folder, { actions: true });
  registry = await registryWith(file, JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  const bin = join(folder, "bin");
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, "node"));
  // of the machine only what says how to reach a registry: a proxy, its certificates
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_(?!config_cafile)|GITHUB_|GH_TOKEN|NODE_(?!EXTRA_CA_CERTS))/i.test(name),
  );
  env = {
    ...Object.fromEntries(own),
    PATH: `${bin}:${process.env["PATH"]}`,
    XDG_CONFIG_HOME: join(folder, "config"),
    npm_config_registry: registry.url,
    npm_config_cache: join(folder, "cache"),
    npm_config_update_notifier: "false",
  };
  writeFileSync(join(folder, "where"), folder);
}, 600_000);
afterAll(() => {
  registry?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** In a shell that stops at the first failure, and goes on where the one before it ended. */
function type(commands: string): Promise<{ readonly code: number | null; readonly said: string }> {
  const script = `cd "$(cat '${folder}/where')"\n${commands}\npwd > '${folder}/where'\n`;
  const child = spawn("sh", ["-e", "-c", script], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (more: string) => {
      said += more;
    });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, said }));
  });
}

test("the page's commands are all looked at", () => {
  expect(page.match(/^```sh$/gm)).toHaveLength(steps.length);
  expect(steps.length).toBe(5);
});

test("typed one after the other, they come to what the page says", async () => {
  for (const { typed, comes } of steps) {
    const { code, said } = await type(typed);
    expect(code, said).toBe(0);
    for (const line of comes) expect(said).toContain(line);
  }
}, 900_000);
