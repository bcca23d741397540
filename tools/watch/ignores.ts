/** `node tools/watch/ignores.ts`: each entry of `.tidegate/policy.yml` that ends within two weeks, as a line. */
import { existsSync, readFileSync } from "node:fs";
import { parsePolicy } from "../../src/action/policy/read.ts";

const path = ".tidegate/policy.yml";
const soon = new Date(Date.now() + 14 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

if (existsSync(path))
  for (const { id, expires, reason } of (await parsePolicy(path, readFileSync(path, "utf8"), new Date())).entries)
    if (expires <= soon) console.log(`- ignored until ${expires}: ${id} (${reason})`);
