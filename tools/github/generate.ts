/** Writes the files that follow from what GitHub publishes: `node tools/github/generate.ts`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles } from "./files.ts";

const root = join(import.meta.dirname, "../..");
for (const [path, text] of generatedFiles()) writeFileSync(join(root, path), text);
