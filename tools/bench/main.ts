/** `npm run bench [-- NAME …]`: measures, each bench with its bar, and prints tables. `-- --list` names them. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Bench, isBench } from "./bench.ts";

const others = new Set(["main.ts", "bench.ts", "table.ts", "processor-time.ts"]);
const root = join(import.meta.dirname, "../..");

/** Every file beside this one that exports a `bench` is one; its name is the file's. */
async function benches(): Promise<ReadonlyMap<string, Bench>> {
  const found = new Map<string, Bench>();
  for (const file of readdirSync(import.meta.dirname).sort()) {
    if (!file.endsWith(".ts") || file.includes(".test.") || others.has(file)) continue;
    const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(import.meta.dirname, file)).href);
    const bench = module["bench"];
    if (isBench(bench)) found.set(file.replace(/\.ts$/, ""), bench);
  }
  return found;
}

const all = await benches();
const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const unknown = asked.filter((name) => !all.has(name));
if (unknown.length > 0) {
  console.error(`no bench named ${unknown.join(", ")}; there are ${[...all.keys()].join(", ")}`);
  process.exitCode = 2;
} else if (process.argv.includes("--list")) {
  for (const [name, { title }] of all) console.log(`${name.padEnd(16)} ${title}`);
} else {
  for (const [name, bench] of all) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    console.log(`\n── ${name}: ${bench.title}\n`);
    const { text, missed } = await bench.run(root);
    console.log(text);
    for (const bar of missed) console.error(`MISSED ${bar}`);
    if (missed.length > 0) process.exitCode = 1;
  }
}
