import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bundledActions } from "./actions.ts";
import { bundle } from "./bundle.ts";

/** Builds every action; where its bundle is committed, it must be the one just built. */
export async function checkBundles(root: string): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const name of bundledActions(root)) {
    const built = await bundle(root, `actions/${name}/main.ts`);
    const committed = join(root, "actions", name, "dist");
    if (!existsSync(committed)) continue;
    const names = [...new Set([...readdirSync(built), ...readdirSync(committed)])].sort();
    for (const file of names) {
      const [fresh, old] = [join(built, file), join(committed, file)];
      if (!existsSync(old)) problems.push(`actions/${name}/dist/${file} is missing`);
      else if (!existsSync(fresh)) problems.push(`actions/${name}/dist/${file} is left over`);
      else if (!readFileSync(fresh).equals(readFileSync(old)))
        problems.push(`actions/${name}/dist/${file} is not what its sources give`);
    }
  }
  return problems;
}
