import { expect, test } from "vitest";
import { scanFrom } from "../../../../src/action/index.ts";
import { play } from "../../../../src/action/testing/index.ts";
import { bothWith, clean, scenario, shop, trivyScan, withoutRequests } from "./world.ts";

test("clean: the scan says which digest, which platforms, under which policy, with which report", async () => {
  const transcript = await play(scenario(await trivyScan(), { tools: { docker: bothWith(clean) } }));
  await expect(withoutRequests(transcript.text)).toMatchFileSnapshot("snapshots/clean.txt");
});

test("the scan is one that a deploy reads", async () => {
  const built = await trivyScan();
  const { outputs } = await play({ ...scenario(built, { tools: { docker: bothWith(clean) } }), volatile: [] });
  expect(scanFrom(JSON.parse(outputs["scan"] ?? ""))).toMatchObject({
    digest: shop.digest,
    platforms: ["linux/amd64", "linux/arm64"],
    verdict: "ok",
  });
  expect(outputs["image"]).toBe(shop.digest);
});

test("only the platforms that were asked for", async () => {
  const built = await trivyScan();
  const { outputs, calls } = await play(
    scenario(built, { with: { platforms: "linux/arm64" }, tools: { docker: bothWith(clean) } }),
  );
  expect(calls.length).toBe(2);
  expect(outputs["scan"]).toContain('"platforms":["linux/arm64"]');
});
