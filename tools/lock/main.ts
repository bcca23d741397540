/** `npm run lock`: makes the lock files complete after `npm install`, without addresses of a registry. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { completeLock, missingOptional, readLock } from "./complete.ts";

const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*package-lock.json"], {
  encoding: "utf8",
});
for (const file of files.trim().split("\n")) {
  const lock = readLock(readFileSync(file, "utf8"));
  console.log(`${file}: ${missingOptional(lock).length} platform packages added`);
  writeFileSync(file, `${JSON.stringify(completeLock(lock), null, 2)}\n`);
}
