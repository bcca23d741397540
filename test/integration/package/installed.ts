import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { completePackage } from "../../../tools/bundle/package.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");

export interface Installed {
  /** a project with the package and nothing else in it but what was asked for */
  readonly project: string;
  readonly dispose: () => void;
}

/** What is published, made as `npm publish` makes it: the file. Bundles of the actions take their time, and not every test needs them. */
export async function packed(folder: string, { actions }: { readonly actions: boolean }): Promise<string> {
  const staged = join(folder, "staged");
  mkdirSync(staged);
  for (const file of ["package.json", "README.md", "LICENSE"]) cpSync(join(root, file), join(staged, file));
  await run(
    process.execPath,
    [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json", "--outDir", join(staged, "dist")],
    { cwd: root },
  );
  if (actions) await completePackage(root, join(staged, "dist"), undefined);
  await run("npm", ["pack", "--pack-destination", folder, "--ignore-scripts"], { cwd: staged });
  const { name, version }: { name: string; version: string } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  return join(folder, `${name}-${version}.tgz`);
}

/** The package installed in an empty project. */
export async function installed(also: readonly string[]): Promise<Installed> {
  const folder = mkdtempSync(join(tmpdir(), "package-"));
  const file = await packed(folder, { actions: false });
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ private: true, type: "module", allowScripts: { node: true } }),
  );
  await run("npm", ["install", "--no-audit", "--no-fund", file, ...also], {
    cwd: project,
  });
  return { project, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}
