/** A repository that is not ours, with what is published and nothing else: the package from npm, the rest from a checkout. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundledActions } from "../../../tools/bundle/actions.ts";
import { bundle } from "../../../tools/bundle/bundle.ts";
import { installed } from "./installed.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");
const example = join(root, "examples/consumer");
const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);

let project = "";
/** What GitHub hands out at a release: tracked files without what is left out of archives, and the bundles. */
let published = "";
let dispose = () => {};

const bin = (name: string, ...args: readonly string[]) =>
  run(join(project, "node_modules/.bin", name), args, { cwd: project });
const tidegate = (...args: readonly string[]) =>
  run(join(project, "node_modules/.bin/node"), ["node_modules/tidegate/dist/src/cli/main.js", ...args], {
    cwd: project,
    maxBuffer: 64 * 1024 * 1024,
  });
const git = (...args: readonly string[]) =>
  run("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd: project });

async function publish(into: string): Promise<void> {
  mkdirSync(into);
  const { stdout } = await run("git", ["ls-files", "-co", "--exclude-standard", "--", ".github", "actions"], {
    cwd: root,
  });
  for (const file of stdout.split("\n").filter((path) => path !== "" && !path.includes("/dist/")))
    cpSync(join(root, file), join(into, file), { recursive: true });
  for (const name of bundledActions(root))
    cpSync(await bundle(root, `actions/${name}/main.ts`), join(into, "actions", name, "dist"), { recursive: true });
}

beforeAll(async () => {
  const tools = ["typescript", "@types/node", "@vercel/ncc", "node"].map((name) => `${name}@${devDependencies[name]}`);
  ({ project, dispose } = await installed(tools));
  for (const name of readdirSync(example).filter((one) => one !== "package.json" && one !== "node_modules"))
    cpSync(join(example, name), join(project, name), { recursive: true });
  published = join(project, "../published");
  await publish(published);
  await bin("tsc", "-p", "tools/changed");
  await bin("ncc", "build", "tools/changed/build/main.js", "--out", "tools/changed/dist");
  await git("init", "-q", "-b", "main");
  await git("add", "-A");
  await git("commit", "-qm", "Begin with the post");
}, 900_000);
afterAll(() => dispose());

test("its configuration, its workflow and its own action compile against the package alone", async () => {
  await expect(bin("tsc", "-p", ".")).resolves.toMatchObject({ stdout: "" });
});

test("its generated workflow and its action's manifest are what its sources say", async () => {
  expect((await tidegate("generate", "--check")).stderr).toBe("");
  await tidegate("action", "tools/changed", "--check");
  const yaml = readFileSync(join(project, ".github/workflows/deliver.yml"), "utf8");
  expect(yaml).toContain(
    "uses: tidegate/tidegate/actions/kustomize-deploy@0000000000000000000000000000000000000001 # v0.1.0",
  );
  expect(yaml).toContain("uses: $/tools/changed");
  expect(yaml).not.toContain("$/actions");
});

test("nothing is found in its workflows, and its jobs stand in a row of four at most", async () => {
  expect((await tidegate("check")).stdout).toContain("nothing found");
  expect((await tidegate("graph")).stdout).toContain("4 jobs in a row");
});

const rehearsed = (workflow: string, ...more: readonly string[]) =>
  tidegate(
    "rehearse",
    `.github/workflows/${workflow}.yml`,
    "--trust",
    "--map",
    `tidegate/tidegate=${published}`,
    "--bootstrap",
    "deploy/bootstrap.yaml",
    "--var",
    "ATTESTATIONS=off",
    ...more,
  );

test("(a) one action does its work in it", async () => {
  const { stdout } = await rehearsed("one-action");
  expect(stdout).toMatch(/^success: /m);
}, 300_000);

test("(b) the reusable workflows carry its two services to staging", async () => {
  const { stdout } = await rehearsed("reusable");
  expect(stdout).toMatch(/Smoke test: success/);
  expect(stdout).toMatch(/^success: /m);
}, 600_000);

test("(c) the library's pipeline carries them to production, past its own action", async () => {
  const { stdout } = await rehearsed("deliver", "--approve", "production");
  expect(stdout).toMatch(/production: approved/);
  expect(stdout).toMatch(/^success: /m);
}, 600_000);

test("a change of the source that was not generated is told", async () => {
  const source = join(project, "workflows-src/deliver.ts");
  writeFileSync(source, readFileSync(source, "utf8").replace('"Deliver"', '"Delivered"'));
  await expect(tidegate("generate", "--check")).rejects.toMatchObject({ code: 1 });
});
