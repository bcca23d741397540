/** `node tools/prepare/main.ts`: installs what the services, and the tests across them, need on this machine. */
import { join } from "node:path";
import { prepareLinters } from "./linters.ts";
import { nodePackages, pythonPackages } from "./packages.ts";
import { debianPrograms } from "./programs.ts";

const root = join(import.meta.dirname, "../..");
await nodePackages(root);
await pythonPackages(root);
for (const note of [...debianPrograms(root), ...(await prepareLinters(root))]) console.error(note);
