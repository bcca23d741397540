import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installed } from "./installed.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "docs/write-your-own-action.md"), "utf8");
const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);

/** The page's blocks that name a file: ```ts main.ts */
const files = new Map(
  [...page.matchAll(/^```\w+ ([\w.]+)\n([\s\S]*?)^```$/gm)].map(([, name = "", text = ""]) => [name, text]),
);
const commands = (/^```sh\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? "").split("\n").filter((line) => line !== "");

let folder = "";
let dispose = () => {};
beforeAll(async () => {
  const tools = ["typescript", "@types/node", "@vercel/ncc", "node"].map((name) => `${name}@${devDependencies[name]}`);
  const { project, dispose: remove } = await installed(tools);
  dispose = remove;
  folder = join(project, "ping");
  mkdirSync(folder);
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
}, 180_000);
afterAll(() => dispose());

const shell = (command: string) =>
  run("sh", ["-c", command], {
    cwd: folder,
    env: { ...process.env, PATH: `${join(folder, "../node_modules/.bin")}:${process.env["PATH"]}` },
  });

test("what the page shows is about thirty lines of code", () => {
  const code = `${files.get("spec.ts")}${files.get("main.ts")}`.split("\n").filter((line) => line.trim() !== "");
  expect(code.length).toBeLessThanOrEqual(30);
  expect(commands).toHaveLength(3);
});

test("its commands make action.yml, the README's contract and a bundle", async () => {
  for (const command of commands) await shell(command);
  expect(readFileSync(join(folder, "action.yml"), "utf8")).toContain(
    "description: What must answer. (for example https://shop.example/healthz)",
  );
  expect(readFileSync(join(folder, "README.md"), "utf8")).toContain("| `url` | What must answer.");
  expect(readFileSync(join(folder, "dist/licenses.txt"), "utf8")).not.toBe("");
});

test("its tests pass, run on the bundle", async () => {
  const { stdout } = await shell("node --test ping.test.ts");
  expect(stdout).toMatch(/pass 2\n/);
});

test("its workflow is what tidegate generates a step from", async () => {
  mkdirSync(join(folder, "workflows-src"));
  writeFileSync(
    join(folder, "workflows-src/check.ts"),
    (files.get("workflow.ts") ?? "").replace("./spec.ts", "../spec.ts"),
  );
  await shell("npx tidegate generate");
  const yaml = readFileSync(join(folder, ".github/workflows/check.yml"), "utf8");
  expect(yaml).toContain("uses: $/ping");
  expect(yaml).toContain("within: 5m");
});
