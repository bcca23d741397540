import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { play, type Scenario } from "../../../src/action/testing/index.ts";
import { bundle } from "../../../tools/bundle/bundle.ts";
import { commit, inRegistry, on, onEngine, repository } from "./stage.ts";

const root = join(import.meta.dirname, "../../..");
const image = repository("scanned");
const standIn = repository("trivy");
const cache = `tidegate-test-${process.pid}`;
let built: string;
let scan: string;
let scanner: string;
let digest: string;

beforeAll(async () => {
  built = await bundle(root, "actions/build-push/main.ts");
  scan = await bundle(root, "actions/trivy-scan/main.ts");
  const folder = join(import.meta.dirname, "trivy");
  const args = [
    "--output=type=image,oci-mediatypes=true,push=true",
    "--provenance=false",
    `--build-arg=NODE=${on.engine.images.node}`,
    `--tag=${standIn}:1`,
    folder,
  ];
  await on.docker(["buildx", "build", ...args]);
  scanner = `${standIn}@${(await inRegistry(standIn, "1")).digest}`;
  const files = { Dockerfile: "FROM scratch\nCOPY page.txt /\n", "page.txt": "a page\n" };
  const pushed = await play(onEngine(built, { image, commit, platforms: "linux/amd64, linux/arm64" }, { files }));
  digest = pushed.outputs["image"] ?? "";
});
afterAll(async () => {
  await on.attempt(["docker", "volume", "rm", "--force", cache]);
});

const run = (inputs: Readonly<Record<string, string>>, over: Partial<Scenario> = {}) =>
  play(onEngine(scan, { name: image, image: digest, scanner, cache, ...inputs }, over));

test("what was built is fetched, checked, and scanned for each platform by a scanner that can do nothing else", async () => {
  const secrets = { ACTIONS_RUNTIME_TOKEN: "runtime-token-1", NPM_TOKEN: "npm-token-1234567" };
  const { exit, outputs, log } = await run({}, { env: { ...onEngine(scan, {}).env, ...secrets } });
  expect(log).not.toContain("FATAL");
  expect([exit, outputs["verdict"]]).toEqual([1, "findings"]);
  // the one of both platforms counts once, those of one each
  expect(outputs).toMatchObject({ high: "1", low: "2", fixable: "1", image: digest });
  expect(JSON.parse(outputs["scan"] ?? "{}")).toMatchObject({
    digest,
    platforms: ["linux/amd64", "linux/arm64"],
    verdict: "findings",
  });
});

test("what was not pushed is scanned from its layout, and no registry is asked", async () => {
  const folder = mkdtempSync(join(tmpdir(), "layout-"));
  try {
    writeFileSync(join(folder, "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    const inputs = { image, commit, push: "false", layout: join(folder, "layout"), provenance: "none" };
    const made = await play(onEngine(built, inputs, { folder }));
    const scanned = await run({
      image: made.outputs["image"] ?? "",
      name: "nowhere.invalid/shop",
      layout: join(folder, "layout"),
    });
    expect(scanned.outputs).toMatchObject({ verdict: "findings", high: "1", image: made.outputs["image"] });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("nothing of a scan is left: no container, no volume but the databases'", async () => {
  const volumes = async () => (await on.docker(["volume", "ls", "--quiet"])).split("\n").filter((name) => name !== "");
  const before = await volumes();
  await run({});
  expect(await volumes()).toEqual(before);
  expect(await on.docker(["ps", "--all", "--quiet", "--filter=name=tidegate-trivy"])).toBe("");
});

test("an image that this registry has not is missing, and one that docker cannot pull is no finding", async () => {
  const missing = await run({ image: `sha256:${"0".repeat(64)}` });
  expect(missing.log).toContain("image-missing::");
  const unknown = await run({ scanner: `${on.engine.registry}/nobody/trivy@sha256:${"0".repeat(64)}` });
  expect([unknown.exit, unknown.outputs["verdict"]]).toEqual([2, "tool-error"]);
  expect(unknown.log).toContain("docker could not start Trivy");
});
