import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installed } from "./installed.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");
const {
  engines,
  exports: entries,
  devDependencies,
}: {
  engines: { node: string };
  exports: Record<string, unknown>;
  devDependencies: Record<string, string>;
} = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
let project = "";
let dispose = () => {};

beforeAll(async () => {
  // the oldest Node that is promised, as npm has it, and one that is older
  const oldest = engines.node.replace(/[^\d.]/g, "");
  const older = `older@npm:node-${process.platform}-${process.arch}@20.19.5`;
  ({ project, dispose } = await installed([
    `node@${oldest}.0`,
    older,
    `@types/node@${devDependencies["@types/node"]}`,
  ]));
}, 180_000);

afterAll(() => dispose());

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
  const { stdout } = await node("node_modules/tidegate/dist/src/cli/main.js", "generate");
  expect(stdout).toContain("wrote .github/workflows/hello.yml");
  expect(readFileSync(join(project, ".github/workflows/hello.yml"), "utf8")).toContain("run: echo hello");
});

test("an older Node is told which one it takes, instead of what it cannot read", async () => {
  const cli = "node_modules/tidegate/dist/src/cli/main.js";
  await expect(
    run(join(project, "node_modules/older/bin/node"), [cli, "init"], { cwd: project }),
  ).rejects.toMatchObject({
    code: 2,
    stderr: "tidegate needs Node 22.18 or later; this is v20.19.5\n",
  });
});

test.each([
  ["nodenext", "nodenext"],
  ["esnext", "bundler"],
])("every entry gives values and types, as %s resolves it", async (module, moduleResolution) => {
  const names = Object.keys(entries).filter((entry) => entry !== "./package.json");
  const lines = names.map((entry, at) => `import * as m${at} from "tidegate${entry.slice(1)}";`);
  const used = names.map((_, at) => `Object.keys(m${at}).length > 0`).join(", ");
  mkdirSync(join(project, module));
  writeFileSync(join(project, module, "all.ts"), `${lines.join("\n")}\nconsole.log([${used}].every(Boolean));\n`);
  const compilerOptions = {
    module,
    moduleResolution,
    target: "es2024",
    strict: true,
    noEmit: true,
    skipLibCheck: false,
  };
  writeFileSync(
    join(project, module, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { ...compilerOptions, types: ["node"] }, files: ["all.ts"] }),
  );
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  await expect(run(process.execPath, [tsc, "-p", join(project, module)])).resolves.toMatchObject({ stdout: "" });
  expect((await node(join(module, "all.ts"))).stdout).toBe("true\n");
});

test("wrong use of a command that is published in one file is wrong use, no mistake of tidegate's", async () => {
  const wrong = node("node_modules/tidegate/dist/src/cli/main.js", "generate", "--source", "elsewhere");
  await expect(wrong).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^tidegate generate: there is no/),
  });
});

test("a package that a source wants and that is not there is named, without Node's own lines", async () => {
  mkdirSync(join(project, "wanting"));
  writeFileSync(join(project, "wanting/ci.ts"), 'import "not-there";\n');
  const wanting = node("node_modules/tidegate/dist/src/cli/main.js", "generate", "--source", "wanting");
  const stderr = expect.stringMatching(
    /ci\.ts could not be loaded:\n.*\nnot-there is not installed: run `npm install`\n$/,
  );
  await expect(wanting).rejects.toMatchObject({ code: 1, stderr });
});

test("the generated workflow is rehearsed by the same package", async () => {
  await run("git", ["init", "-q"], { cwd: project });
  writeFileSync(join(project, ".gitignore"), "node_modules\n.tidegate\n");
  await run(
    "git",
    ["-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "--allow-empty", "-m", "one"],
    { cwd: project },
  );
  const { stdout } = await node(
    "node_modules/tidegate/dist/src/cli/main.js",
    "rehearse",
    "--trust",
    ".github/workflows/hello.yml",
  );
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
