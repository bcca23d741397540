import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generatedFiles } from "./files.ts";

test.each([...generatedFiles()])(
  "%s says what GitHub's schema says; else: node tools/github/generate.ts",
  (path, text) => {
    expect(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")).toBe(text);
  },
);
