/** `npm run build`: the npm package into dist/, each action's bundle into actions/NAME/dist/. `--bundles` only those. */
import { execFileSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bundledActions } from "./bundle/actions.ts";
import { bundle } from "./bundle/bundle.ts";
import { bundleLibrary } from "./bundle/library.ts";
import { completePackage } from "./bundle/package.ts";

const root = join(import.meta.dirname, "..");

if (!process.argv.includes("--bundles")) {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json"], {
    cwd: root,
    stdio: "inherit",
  });
  await bundleLibrary(join(root, "dist/src"));
  await completePackage(root, join(root, "dist"), process.env["GITHUB_SHA"]);
  console.log("built dist");
}

for (const name of bundledActions(root)) {
  const into = join(root, "actions", name, "dist");
  rmSync(into, { recursive: true, force: true });
  cpSync(await bundle(root, `actions/${name}/main.ts`), into, { recursive: true });
  console.log(`built actions/${name}/dist`);
}
