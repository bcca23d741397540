/**
 * Writes what is generated in examples/consumer, a repository of somebody else's: what it imports from `tidegate` is taken from
 * this repository's sources. `--check` only compares.
 */
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { main } from "../src/cli/main.ts";

const root = join(import.meta.dirname, "..");
const example = "examples/consumer";
const { name, exports }: { name: string; exports: Record<string, string | { default: string }> } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);

/** `tidegate/actions` → `./dist/src/bindings/actions/index.js` → `src/bindings/actions/index.ts` */
function sourceOf(specifier: string): string | undefined {
  if (specifier !== name && !specifier.startsWith(`${name}/`)) return undefined;
  const published = exports[`.${specifier.slice(name.length)}`];
  if (typeof published !== "object") return undefined;
  return pathToFileURL(join(root, published.default.replace(/^\.\/dist\/(.*)\.js$/, "$1.ts"))).href;
}
registerHooks({ resolve: (specifier, context, next) => next(sourceOf(specifier) ?? specifier, context) });

const checkOnly = process.argv.includes("--check") ? ["--check"] : [];
for (const command of [["generate"], ["action", "tools/changed"]]) {
  const code = await main([...command, ...checkOnly], {
    cwd: join(root, example),
    env: process.env,
    out: (text) => console.log(`${example}: ${text}`),
    err: (text) => console.error(`${example}: ${text}`),
    now: () => new Date(),
    fetch: globalThis.fetch,
  });
  process.exitCode ||= code;
}
