import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** ncc's own TypeScript loader needs the compiler's JavaScript API, which TypeScript 7 has not: tsc goes first. */
export function compile(root: string, entries: readonly string[], into: string): void {
  mkdirSync(into, { recursive: true });
  const project = join(into, "tsconfig.json");
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: { noEmit: false, rewriteRelativeImportExtensions: true, rootDir: root, outDir: into },
    include: entries.map((entry) => join(root, entry)),
    exclude: [],
  };
  writeFileSync(project, JSON.stringify(config));
  writeFileSync(join(into, "package.json"), '{"type":"module"}\n');
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", project], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
}
