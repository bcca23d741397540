/**
 * `npm run corpus -- KIND DIR [FILTER]`: how this project does on cases that others wrote. The last line counts them.
 * Exit code 1 when a case failed, 2 when it was called wrongly.
 */
import { statSync } from "node:fs";
import { kinds } from "./kinds.ts";

const [name = "", folder = "", filter = ""] = process.argv.slice(2).filter((arg) => !arg.startsWith("--"));
const quiet = process.argv.includes("--quiet");
const load = kinds[name];

if (load === undefined || folder === "" || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
  console.error(
    `usage: npm run corpus -- KIND DIR [FILTER] [--quiet]\nKIND is one of ${Object.keys(kinds).join(", ")}; DIR a folder of its cases.`,
  );
  process.exitCode = 2;
} else {
  const kind = await load();
  const cases = (await kind.run(folder)).filter((each) => each.name.includes(filter));
  const failed = cases.filter((each) => !each.passed);
  if (!quiet) {
    for (const each of failed)
      console.log(
        `✗ ${each.name}${each.detail === undefined ? "" : `\n    ${each.detail.replaceAll("\n", "\n    ")}`}`,
      );
  }
  if (kind.summary !== undefined) console.log(kind.summary(cases));
  console.log(`${cases.length - failed.length} passed, ${failed.length} failed`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
