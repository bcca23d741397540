import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { library, ownActions, TestProject } from "./project.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.end());

const manifest = (inputs: string) =>
  `name: Greet\ndescription: Says hello.\ninputs:\n${inputs}\noutputs:\n  said: { description: it }\nruns: { using: node24, main: x }\n`;
const release = (tag: string, commit: string, date: string, inputs: string) => {
  project.put("from/index.json", JSON.stringify([{ action: "acme/greet", tag, sha: commit.repeat(40), date }]));
  project.put("from/acme/greet/action.yml", manifest(inputs));
};

test("update moves a pin after the cool-off, and says what that changes", async () => {
  release("v1.0.0", "a", "2026-01-01", "  who: { required: true }\n  loud: {}");
  await project.run("add", "acme/greet", "--from", "from", "--permissions", "contents:read=reads");
  release("v2.0.0", "b", "2026-11-20", "  whom: { required: true }\n  loud: { deprecationMessage: no }");

  expect(await project.run("update", "--from", "from")).toBe(1);
  expect(project.said.join()).toContain("v2.0.0 is of 2026-11-20: it waits until it is old enough");
  expect(await project.run("update", "--from", "from", "--cool-off", "1", "--dry-run")).toBe(0);
  expect(project.read("tidegate.lock.json")).toContain("v1.0.0");

  expect(await project.run("update", "--from", "from", "--cool-off", "1")).toBe(0);
  expect(project.said).toEqual([
    "acme/greet v1.0.0 → v2.0.0 (2026-11-20)",
    "  inputs gone: who",
    "  inputs now required: whom",
    "  inputs now deprecated: loud",
    "  new inputs: whom",
    "now run `npx tidegate generate`",
  ]);
  expect(JSON.parse(project.read("tidegate.lock.json"))).toEqual({
    "acme/greet": { tag: "v2.0.0", commit: "b".repeat(40), date: "2026-11-20", was: "a".repeat(40) },
  });
  const binding = project.read("workflows-src/actions/acme-greet.ts");
  expect(binding).toContain("readonly whom:");
  expect(binding).toContain('"reason":"reads"');
  expect(await project.run("update", "--from", "from", "--cool-off", "1")).toBe(0);
  expect(project.said).toEqual(["every pin is at the newest release that is old enough"]);
});

test("update says so where there is no pin yet", async () => {
  expect(await project.run("update")).toBe(0);
  expect(project.said).toEqual([
    "there are no pins in tidegate.lock.json yet: `npx tidegate add OWNER/ACTION@TAG` makes the first",
  ]);
});

test("update refuses an action that the lock has not, and a lock that is none", async () => {
  expect(await project.run("update", "acme/gone", "--from", "from")).toBe(2);
  project.put("tidegate.lock.json", '{ "acme/greet": { "tag": "v1", "commit": "short" } }');
  expect(await project.run("update")).toBe(2);
  expect(project.said[0]).toContain("acme/greet.commit is no full commit SHA");
});

test.each([
  ["npm", "package.json", '{ "type": "module", "scripts": { "test": "x" } }', "npm ci"],
  ["python", "pyproject.toml", "", "python -m pytest"],
  ["any other", "README.md", "", "say here how this repository is tested"],
])("init starts a project that generates: %s", async (_, path, text, expected) => {
  project.put(path, text);
  project.put("src/begun", "");
  expect(await project.run("init")).toBe(0);
  expect(project.read(".gitignore")).toBe(".tidegate/\n");
  // the published package's names, as the tests have them
  const source = project.read("workflows-src/ci.ts");
  project.put(
    "workflows-src/ci.ts",
    source.replace('"tidegate"', `"${library}"`).replace('"tidegate/actions"', `"${ownActions}"`),
  );
  expect(await project.run("generate")).toBe(0);
  expect(project.read(".github/workflows/ci.yml")).toContain(expected);
});

test("init starts a shop where nothing is yet: an empty repository, or what installing tidegate left", async () => {
  project.put("package.json", '{ "type": "module", "devDependencies": { "tidegate": "0.0.0" } }');
  project.put("node_modules/tidegate/package.json", "{}");
  project.put("README.md", "# shop");
  expect(await project.run("init")).toBe(0);
  expect(project.said).toContain("wrote tidegate.config.ts");
  expect(project.said).toContain("kept  package.json");
  expect(project.said.at(-1)).toBe("\nnext: npm install && npx tidegate generate");
  expect(project.read(".gitignore")).toBe("node_modules/\n.tidegate/\n");
  expect(project.read("tidegate.lock.json")).toMatch(
    /^\{\n {2}"tidegate\/tidegate": \{ "tag": "v\d+\.\d+\.\d+", "commit": "0{40}" \}\n\}\n$/,
  );

  project.put("tidegate.config.ts", "// mine\n");
  expect(await project.run("init")).toBe(0);
  expect(project.read("tidegate.config.ts")).toBe("// mine\n");
  expect(existsSync(join(project.root, "workflows-src/ci.ts"))).toBe(false);
});

test("the shop has the name of its remote, in lower case where images go", async () => {
  execFileSync("git", ["init", "-q"], { cwd: project.root });
  execFileSync("git", ["remote", "add", "origin", "git@github.com:Acme/Shop.git"], { cwd: project.root });
  expect(await project.run("init")).toBe(0);
  const config = project.read("tidegate.config.ts");
  expect(config).toContain('repository: "Acme/Shop"');
  expect(config).toContain('namespace: "acme/shop"');
  expect(config).not.toContain("acme/hello-shop");
  expect(project.said.join()).not.toContain("there is no remote");
});

test("init says what package.json lacks, and leaves it as it is", async () => {
  const manifest = '{ "type": "commonjs" }';
  project.put("package.json", manifest);
  expect(await project.run("init")).toBe(0);
  expect(project.said.at(-1)).toBe(
    "\nnext: npm pkg set type=module && npm install --save-dev tidegate && npx tidegate generate",
  );
  expect(project.read("package.json")).toBe(manifest);
});

test("init keeps what is there", async () => {
  project.put("workflows-src/ci.ts", "// mine\n");
  project.put(".gitignore", "node_modules\n.tidegate/\n");
  expect(await project.run("init")).toBe(0);
  expect(project.read("workflows-src/ci.ts")).toBe("// mine\n");
  expect(project.read(".gitignore")).toBe("node_modules\n.tidegate/\n");
  expect(project.said).toContain("kept  workflows-src/ci.ts");
});

const flow = `const build = job("build", { runsOn: "ubuntu-24.04", matrix: { node: [22, 24] }, steps: () => ({ image: "x" }) });
const test = job("test", { runsOn: "ubuntu-24.04", steps: ({ step }) => { const s = step(sh\`x\`, { outputs: ["version"] }); return { version: s.outputs.version }; } });
const deploy = job("deploy", { name: "Deploy <now>", runsOn: "ubuntu-24.04", needs: [build], environment: "production", if: eq(github.ref, "x"), steps: ({ step }) => { step(checkout()); step(sh\`deploy \${test.outputs.version}\`); } });
export default workflow("Flow", { on: { push: {} }, jobs: () => [build, test, deploy] });`;

test("graph draws jobs and what flows between them, as Mermaid", async () => {
  project.source("flow", flow);
  expect(await project.run("graph")).toBe(0);
  expect(project.said[0]).toBe(`## Flow

2 jobs in a row, by rule of thumb 24 s: test → deploy

\`\`\`mermaid
flowchart LR
  j_build["build<br/>for each node"]
  j_test["test"]
  j_deploy[["Deploy &lt;now><br/>environment production<br/>if github.ref == 'x'"]]
  j_build --> j_deploy
  j_test -- "version" --> j_deploy
\`\`\``);
  expect(await project.run("graph", "nothing")).toBe(2);
});

test("graph says of more jobs in a row than the configuration allows which they are", async () => {
  project.source("flow", flow);
  project.put(
    "tidegate.config.ts",
    `import { defineConfig } from "${new URL("../../src/config/index.ts", import.meta.url).href}";
export default defineConfig({
  repository: "acme/shop", app: "shop",
  services: { web: { path: "web", runtime: { node: "24" } } },
  registry: { host: "ghcr.io", namespace: "acme" },
  environments: { staging: { namespace: "shop", overlay: "k8s", smoke: "smoke.yml", kubeconfig: "KUBE_CONFIG" } },
  secrets: { KUBE_CONFIG: "the deployer's kubeconfig" },
  check: { longestChain: 1 },
});
`,
  );
  expect(await project.run("graph")).toBe(1);
  expect(project.said.at(-1)).toMatch(/^! flow: 2 jobs in a row, by rule of thumb .*; tidegate\.config\.ts allows 1$/);
});

test("graph writes a page that needs nothing else", async () => {
  project.source("flow", flow);
  expect(await project.run("graph", "--html", "graph.html")).toBe(0);
  const page = project.read("graph.html");
  expect(page).toContain("Deploy &lt;now&gt;");
  expect(page).toContain("test (version)");
  expect(page).toContain("contents: read");
  expect(page).not.toMatch(/<script|src=|https?:/);
});

test("it says which release it is, and every command says what it does", async () => {
  expect(await project.run("--version")).toBe(0);
  expect(project.said).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+/)]);
  expect(await project.run("--help")).toBe(0);
  const names = [...project.said.join().matchAll(/^ {2}([a-z]+) /gm)].map(([, name = ""]) => name);
  expect(names).toHaveLength(11);
  for (const name of names) {
    expect([name, await project.run(name, "--help")]).toEqual([name, 0]);
    expect(project.said.join("\n")).toMatch(new RegExp(`^Usage: tidegate ${name}\\b`));
  }
});
