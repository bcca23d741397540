import { execFile } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundledActions } from "../../../tools/bundle/actions.ts";
import { bundle } from "../../../tools/bundle/bundle.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");

/** Copies what git knows of these parts of this repository, with bundles made of today's sources. */
export async function publish(into: string, parts: readonly string[] = [".github", "actions"]): Promise<void> {
  mkdirSync(into, { recursive: true });
  const { stdout } = await run("git", ["ls-files", "-co", "--exclude-standard", "--", ...parts], { cwd: root });
  for (const file of stdout.split("\n").filter((path) => path !== "" && !path.includes("/dist/")))
    cpSync(join(root, file), join(into, file), { recursive: true });
  for (const name of bundledActions(root))
    cpSync(await bundle(root, `actions/${name}/main.ts`), join(into, "actions", name, "dist"), { recursive: true });
}
