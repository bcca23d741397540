import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundledActions } from "./actions.ts";
import { bundle } from "./bundle.ts";

/**
 * What is published beside the compiled code: the actions and reusable workflows as a rehearsal finds them in a checkout, what
 * `tidegate init` begins with, and of a release its commit, which a new project pins.
 */
export async function completePackage(root: string, dist: string, commit: string | undefined): Promise<void> {
  for (const name of bundledActions(root)) {
    const into = join(dist, "actions", name);
    mkdirSync(into, { recursive: true });
    cpSync(join(root, "actions", name, "action.yml"), join(into, "action.yml"));
    cpSync(await bundle(root, `actions/${name}/main.ts`), join(into, "dist"), { recursive: true });
  }
  const workflows = ".github/workflows";
  for (const name of readdirSync(join(root, workflows)).filter((file) => file.startsWith("reusable-")))
    cpSync(join(root, workflows, name), join(dist, workflows, name));
  cpSync(join(root, "examples/hello-shop"), join(dist, "examples/hello-shop"), { recursive: true });
  if (commit !== undefined) writeFileSync(join(dist, "release.json"), `${JSON.stringify({ commit })}\n`);
}
