import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfig } from "../../src/cli/config.ts";
import { TestProject } from "./project.ts";

const library = new URL("../../src/config/index.ts", import.meta.url).href;
let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.end());

const config = (repository: string) => `import { defineConfig } from "${library}";
export default defineConfig({
  repository: "${repository}", app: "shop",
  services: { web: { path: "web", runtime: { node: "24" } } },
  registry: { host: "ghcr.io", namespace: "acme" },
  environments: { staging: { namespace: "shop", overlay: "k8s", smoke: "smoke.yml", kubeconfig: "KUBE_CONFIG" } },
  secrets: { KUBE_CONFIG: "the deployer's kubeconfig" },
});
`;

test("a repository's configuration is found by its name", async () => {
  project.put("tidegate.config.ts", config("acme/shop"));
  expect(await readConfig(project.root)).toMatchObject({ repository: "acme/shop", branch: "main" });
});

test("a repository without one has none", async () => {
  expect(await readConfig(project.root)).toBeUndefined();
});

test("one that is wrong, broken or none is named with what is the matter", async () => {
  project.put("tidegate.config.ts", config("shop"));
  await expect(readConfig(project.root)).rejects.toThrow(
    'config: tidegate.config.ts is not as it must be:\n  repository "shop" is no OWNER/NAME',
  );
  const broken = new TestProject();
  broken.put("tidegate.config.mjs", "throw new Error('no such service');\n");
  await expect(readConfig(broken.root)).rejects.toThrow("tidegate.config.mjs could not be loaded: no such service");
  broken.end();
  const other = new TestProject();
  other.put("tidegate.config.js", "export default { app: 'shop' };\n");
  await expect(readConfig(other.root)).rejects.toThrow(
    "tidegate.config.js has no configuration: export default defineConfig({ … })",
  );
  other.end();
});

test("what is wrong with it is said once, without a stack, also where a source imports it", async () => {
  project.put("tidegate.config.ts", config("shop"));
  project.put("workflows-src/ci.ts", 'import config from "../tidegate.config.ts";\nexport default config;\n');
  const mistakes = '! config: tidegate.config.ts is not as it must be:\n  repository "shop" is no OWNER/NAME';
  for (const command of ["generate", "check", "graph"]) {
    expect([command, await project.run(command)]).toEqual([command, 1]);
    expect(project.said).toEqual([mistakes]);
  }
});
