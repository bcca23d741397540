import { spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployment, service } from "./manifests.ts";
import { startWorld, type World } from "./world.ts";

const root = join(import.meta.dirname, "../../..");

/** `sh` blocks of the page, each with the `text` block after it: what is typed, and what comes. */
async function steps(): Promise<readonly { readonly typed: string; readonly comes: readonly string[] }[]> {
  const page = await readFile(join(root, "docs/rollback.md"), "utf8");
  return [...page.matchAll(/^```sh\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```$/gm)].map(
    ([, typed = "", text = ""]) => ({
      typed,
      comes: text.trimEnd().split("\n"),
    }),
  );
}

const place = { identity: { app: "shop", environment: "production" }, namespace: "shop-production" };
const scope = { namespace: "shop-production", namespaces: [], clusterKinds: [], createNamespace: true };
let world: World;
let env: Record<string, string | undefined>;

beforeAll(async () => {
  world = await startWorld(() => ({ http: { ports: [8080], answer: (_, response) => response.end("fine") } }));
  for (const [order, letter] of [
    [1841, "a"],
    [1842, "b"],
  ] as const)
    expect((await deploy(order, letter)).status).toBe("live");
  const bin = join(world.folder, "bin");
  await mkdir(bin);
  const main = join(root, "src/cli/main.ts");
  await writeFile(join(bin, "npx"), `#!/bin/sh\nshift\nexec "${process.execPath}" "${main}" "$@"\n`, { mode: 0o755 });
  const checks = [{ name: "it answers", service: "web", path: "/healthz" }];
  await writeFile(join(world.folder, "smoke.yml"), JSON.stringify({ within: "5s", checks }));
  env = {
    ...world.access.env,
    PATH: `${bin}:${world.access.env["PATH"]}`,
    KUBECONFIG: world.access.kubeconfig,
    TIDEGATE_APP: "shop",
    TIDEGATE_ENVIRONMENT: "production",
    TIDEGATE_NAMESPACE: "shop-production",
  };
});
afterAll(() => world[Symbol.asyncDispose]());

async function deploy(order: number, letter: string, windowMs?: number) {
  await world.manifests(deployment("web", letter), service("web"));
  const later = windowMs === undefined ? {} : { afterwards: { windowMs } };
  return world.deploy(order, { scope, site: place, ...later });
}

/** In a terminal of its own, where somebody says yes as soon as they are asked. */
function type(command: string): Promise<string> {
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    cwd: world.folder,
    env: { ...env, SHELL: "/bin/sh", TERM: "xterm", COLUMNS: "400" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let text = "";
  let answered = false;
  child.stdout.setEncoding("utf8").on("data", (more: string) => {
    text += more;
    if (answered || !text.includes("?")) return;
    answered = true;
    child.stdin.write("y");
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve(text));
  });
}

/** What is another each time: when, which commit, whose machine. */
const plain = (text: string) =>
  text.replace(/\d{4}-\d\d-\d\dT[\d:]+Z/g, "<time>").replace(/<time> {2}[0-9a-f]{7}/g, "<time>  <commit>");

/** What the night brings before a step of the page is needed. */
const before: Readonly<Record<string, () => Promise<unknown>>> = {
  resume: () => deploy(1844, "c", 1),
  unlock: () => deploy(1845, "d", 600_000),
};

test("every command of docs/rollback.md does what the page says it does", async () => {
  const all = await steps();
  expect(all).toHaveLength(7);
  for (const { typed, comes } of all) {
    const verb = /release (\w+)/.exec(typed)?.[1] ?? "";
    await before[verb]?.();
    const said = plain(await type(typed));
    for (const line of comes) expect(said).toContain(plain(line));
  }
}, 180_000);
