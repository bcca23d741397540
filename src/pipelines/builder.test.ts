import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const folders = [".github/workflows", "examples/consumer/.github/workflows"].map((folder) =>
  join(import.meta.dirname, "../..", folder),
);
const texts = folders.flatMap((folder) => readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8")));

test("every builder that is set up runs a BuildKit named by its digest", () => {
  const builders = texts.flatMap((text) => text.split("uses: docker/setup-buildx-action@").slice(1));
  expect(builders.length).toBeGreaterThan(0);
  for (const builder of builders)
    expect(builder.split("- ", 1)[0]).toMatch(/driver-opts: image=moby\/buildkit:v[\d.]+@sha256:[0-9a-f]{64}\n/);
});
