import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");
let folder = "";
let project = "";

/** What is published, made as `npm publish` makes it, installed in an empty project. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "package-"));
  const staged = join(folder, "staged");
  mkdirSync(staged);
  for (const file of ["package.json", "README.md", "LICENSE"]) cpSync(join(root, file), join(staged, file));
  await run(
    process.execPath,
    [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json", "--outDir", join(staged, "dist")],
    { cwd: root },
  );
  await run("npm", ["pack", "--pack-destination", folder, "--ignore-scripts"], { cwd: staged });
  const { name, version, engines }: { name: string; version: string; engines: { node: string } } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  const oldest = engines.node.replace(/[^\d.]/g, "");
  project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ private: true, type: "module", allowScripts: { node: true } }),
  );
  // the oldest Node that is promised, as npm has it
  await run("npm", ["install", "--no-audit", "--no-fund", join(folder, `${name}-${version}.tgz`), `node@${oldest}.0`], {
    cwd: project,
  });
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const node = (...args: string[]) => run(join(project, "node_modules/.bin/node"), args, { cwd: project });

test("a workflow is written and generated with the oldest Node that is promised", async () => {
  expect((await node("--version")).stdout).toMatch(/^v22\.18\./);
  mkdirSync(join(project, "workflows-src"));
  writeFileSync(
    join(project, "workflows-src/hello.ts"),
    `import { job, sh, workflow } from "tidegate";
const hello = job("hello", { runsOn: "ubuntu-24.04", steps: ({ step }) => { step(sh\`echo hello\`); } });
export default workflow("Hello", { on: { push: {} }, jobs: () => [hello] });
`,
  );
  const { stdout } = await node("node_modules/tidegate/dist/cli/main.js", "generate");
  expect(stdout).toContain("wrote .github/workflows/hello.yml");
  expect(readFileSync(join(project, ".github/workflows/hello.yml"), "utf8")).toContain("run: echo hello");
});

test("the generated workflow is rehearsed by the same package", async () => {
  await run("git", ["init", "-q"], { cwd: project });
  writeFileSync(join(project, ".gitignore"), "node_modules\n.tidegate\n");
  await run(
    "git",
    ["-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "--allow-empty", "-m", "one"],
    { cwd: project },
  );
  const { stdout } = await node("node_modules/tidegate/dist/cli/main.js", "rehearse", ".github/workflows/hello.yml");
  expect(stdout).toMatch(/hello: success/);
});

test("its types are enough to compile against, without anything else installed", async () => {
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        module: "nodenext",
        target: "es2024",
        strict: true,
        noEmit: true,
        types: [],
        skipLibCheck: false,
      },
      include: ["workflows-src"],
    }),
  );
  await expect(
    run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", project]),
  ).resolves.toMatchObject({ stdout: "" });
});
