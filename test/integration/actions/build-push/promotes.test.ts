import { expect, test } from "vitest";
import { play } from "../../../../src/action/testing/index.ts";
import { buildPush, login, name, scenario, shop, tagged } from "./world.ts";

const promotion = { mode: "promote", digest: shop.digest };

test("promotes: the same digest under further tags, each read back", async () => {
  const transcript = await play(
    scenario(await buildPush(), {
      with: { ...promotion, tags: "refs/heads/Feature/New Cart, v1.4.2, latest" },
      tools: { docker: [login, ...tagged("feature-new-cart", "v1.4.2", "latest")] },
    }),
  );
  await expect(transcript.text).toMatchFileSnapshot("snapshots/promotes.txt");
});

test("a tag that turns out to be another image is an error, whatever docker says", async () => {
  const [create] = tagged();
  const other = { args: ["buildx", "imagetools", "inspect"], stdout: '{"schemaVersion":2,"manifests":[]}' };
  const { exit, log } = await play(
    scenario(await buildPush(), {
      with: { ...promotion, tags: "main" },
      tools: { docker: [login, create ?? {}, other] },
    }),
  );
  expect(exit).toBe(2);
  expect(log).toContain(`wrong-digest::${name}:main is not the image it was made from`);
});

test.each([
  [{ mode: "promote", tags: "main" }, "digest: `mode: promote` needs the digest"],
  [promotion, "tags: `mode: promote` needs at least one"],
  [{ ...promotion, tags: "///" }, "tags: nothing is left of '///'"],
  [{ mode: "promote", digest: "latest", tags: "a" }, "digest: expected a digest, sha256:"],
])("a promotion that says too little: %j", async (inputs, words) => {
  const { exit, log, calls } = await play(scenario(await buildPush(), { with: inputs }));
  expect([exit, calls]).toEqual([2, []]);
  expect(log).toContain(words);
});
