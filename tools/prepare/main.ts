/** `node tools/prepare/main.ts`: installs what the services, and the tests across them, need on this machine. Fails where it could not. */
import { join } from "node:path";
import { prepareLinters } from "./linters.ts";
import { nodePackages, pythonPackages } from "./packages.ts";
import { debianPrograms } from "./programs.ts";

const root = process.argv[2] ?? join(import.meta.dirname, "../..");
await nodePackages(root);
await pythonPackages(root);
const missing = [...debianPrograms(root), ...(await prepareLinters(root))];
for (const note of missing) console.error(note);
if (missing.length > 0) {
  console.error(
    "Not everything could be had. Where it is a rehearsal that asks, prepare outside of it first, where the network is open: node tools/prepare/main.ts; its jobs take what that leaves.",
  );
  process.exitCode = 1;
}
