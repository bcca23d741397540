/** `node tools/release/notes.ts 1.2.3`: what CHANGELOG.md says of that version, for its release. */
import { readFileSync } from "node:fs";
import { sectionOf } from "./section.ts";

const [, , version] = process.argv;
if (version === undefined) throw new Error("expected a version: node tools/release/notes.ts 1.2.3");
process.stdout.write(sectionOf(readFileSync("CHANGELOG.md", "utf8"), version));
