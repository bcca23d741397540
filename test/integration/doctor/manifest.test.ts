/** `tidegate doctor --manifest`: what an administrator applies, from the overlays as kubectl renders them. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { main } from "../../../src/cli/main.ts";

const root = join(import.meta.dirname, "../../..");

async function manifest(cwd: string, ...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(["doctor", "--manifest", ...args], {
    cwd,
    env: process.env,
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    now: () => new Date(),
    fetch: () => Promise.reject(new Error("nothing is to be fetched for this")),
  });
  return { code, text: out.join("\n"), err: err.join("\n") };
}

const objects = (text: string) =>
  parseAllDocuments(text).map((document) => {
    const object: { kind: string; metadata: { name: string; namespace?: string }; rules?: { resources: string[] }[] } =
      document.toJS();
    return object;
  });

test("the shop's rights are those of k8s/bootstrap/access.yaml, and its namespaces come first", async () => {
  const { code, text } = await manifest(root);
  const [staging, production, ...rest] = objects(text);
  expect([staging, production].map((one) => `${one?.kind} ${one?.metadata.name}`)).toEqual([
    "Namespace techcommerce-staging",
    "Namespace techcommerce-production",
  ]);
  expect(rest).toEqual(objects(readFileSync(join(root, "k8s/bootstrap/access.yaml"), "utf8")));
  expect(code).toBe(0);
});

test("the example's Role knows of its two kinds alone, and of no Secret", async () => {
  const folder = mkdtempSync(join(tmpdir(), "manifest-"));
  try {
    const example = join(root, "examples/consumer");
    const library = pathToFileURL(join(root, "src/config/index.ts")).href;
    cpSync(join(example, "deploy"), join(folder, "deploy"), { recursive: true });
    const config = readFileSync(join(example, "tidegate.config.ts"), "utf8");
    writeFileSync(join(folder, "tidegate.config.ts"), config.replace("tidegate/config", library));
    const { text } = await manifest(folder);
    expect(objects(text).map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? metadata.name}`)).toEqual([
      "Namespace post-staging",
      "Namespace post-production",
      ...["post-staging", "post-production"].flatMap((place) =>
        ["ServiceAccount", "Role", "RoleBinding"].map((kind) => `${kind} ${place}`),
      ),
    ]);
    expect(text).not.toContain("secrets");
    expect(text).toContain("      - deployments");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("without kubectl it says so in one sentence", async () => {
  const { code, err } = await manifest(root, "--kubectl", "/nowhere/kubectl");
  expect(err).toMatch(/^tidegate doctor: \/nowhere\/kubectl could not be started/);
  expect(code).toBe(2);
});
