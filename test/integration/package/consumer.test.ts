/** A repository that is not ours, with what is published and nothing else: the package from npm, the rest from a checkout. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Consumer, openConsumer } from "./consumer.ts";

let consumer: Consumer;
beforeAll(async () => {
  consumer = await openConsumer();
}, 900_000);
afterAll(() => consumer?.dispose());

test("its configuration, its workflow and its own action compile against the package alone", async () => {
  await expect(consumer.bin("tsc", "-p", ".")).resolves.toMatchObject({ stdout: "" });
});

test("its generated workflow and its action's manifest are what its sources say", async () => {
  expect((await consumer.tidegate(["generate", "--check"])).stderr).toBe("");
  await consumer.tidegate(["action", "tools/changed", "--check"]);
  const yaml = readFileSync(join(consumer.project, ".github/workflows/deliver.yml"), "utf8");
  expect(yaml).toContain(
    "uses: tidegate/tidegate/actions/kustomize-deploy@0000000000000000000000000000000000000001 # v0.1.0",
  );
  expect(yaml).toContain("uses: $/tools/changed");
  expect(yaml).not.toContain("$/actions");
});

test("nothing is found in its workflows, and its jobs stand in a row of four at most", async () => {
  expect((await consumer.tidegate(["check"])).stdout).toContain("nothing found");
  expect((await consumer.tidegate(["graph"])).stdout).toContain("4 jobs in a row");
});

const rehearsed = (workflow: string, ...more: readonly string[]) =>
  consumer.tidegate([
    "rehearse",
    `.github/workflows/${workflow}.yml`,
    "--trust",
    "--map",
    `tidegate/tidegate=${consumer.published}`,
    "--bootstrap",
    "deploy/bootstrap.yaml",
    "--var",
    "ATTESTATIONS=off",
    ...more,
  ]);

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
  const source = join(consumer.project, "workflows-src/deliver.ts");
  writeFileSync(source, readFileSync(source, "utf8").replace('"Deliver"', '"Delivered"'));
  await expect(consumer.tidegate(["generate", "--check"])).rejects.toMatchObject({ code: 1 });
});
