/** docs/troubleshooting.md quotes what is really printed: every message is found in the sources. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/troubleshooting.md"), "utf8");
const messages = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message = ""]) => message);

const sources = ["src", "actions"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
  )
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.includes("/dist/"))
  .map((path) => readFileSync(join(root, path), "utf8"));

/** `a … b` is printed where one source holds `a`, then something else on the line, then `b`. */
const printed = (message: string): RegExp =>
  new RegExp(
    message
      .split("…")
      .map((part) => part.trim().replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
      .join(".+"),
  );

test("the page has a row for what people meet", () => expect(messages.length).toBeGreaterThan(20));

test.each(messages)("%s", (message) => {
  expect(message.replaceAll("…", "").trim().length).toBeGreaterThan(8);
  const wanted = printed(message);
  expect(sources.some((text) => wanted.test(text))).toBe(true);
});
