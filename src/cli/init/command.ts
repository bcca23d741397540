import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Change, putAll, textOf } from "../generate/files.ts";
import { type Command, UsageError } from "../io.ts";
import { firstWorkflow, type Project, packageJson, tsconfig } from "./files.ts";

const usage = `Usage: tidegate init

Starts a project here: a first workflow in workflows-src, settings for the compiler, and a line in .gitignore. What is there
already stays as it is.`;

/** By the package's own name: its sources lie deeper once they are compiled. */
const own = () => createRequire(import.meta.url).resolve("tidegate/package.json");
const versionOf = (text: string): string => /"version":\s*"([^"]+)"/.exec(text)?.[1] ?? "0.0.0";

function projectAt(root: string): Project {
  const manifest = textOf(root, "package.json");
  const version = versionOf(readFileSync(own(), "utf8"));
  if (manifest !== undefined && /"test":\s*"/.test(manifest)) return { kind: "npm", version };
  const python = ["pyproject.toml", "setup.py", "requirements.txt"].some((name) => existsSync(join(root, name)));
  return { kind: python ? "python" : "other", version };
}

/** `.tidegate` holds what can be made again: maps from YAML to TypeScript. */
function ignored(root: string): readonly Change[] {
  const text = textOf(root, ".gitignore") ?? "";
  if (/^\/?\.tidegate\/?$/m.test(text)) return [];
  return [{ path: ".gitignore", text: `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}.tidegate/\n` }];
}

export const initCommand: Command = async (args, io) => {
  try {
    const { values } = parseArgs({ args: [...args], options: { help: { type: "boolean", short: "h" } } });
    if (values.help) {
      io.out(usage);
      return 0;
    }
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
  const project = projectAt(io.cwd);
  const wanted: readonly Change[] = [
    { path: "workflows-src/ci.ts", text: firstWorkflow(project) },
    { path: "workflows-src/tsconfig.json", text: tsconfig },
    { path: "package.json", text: packageJson(project) },
  ];
  const changes = [...wanted.filter(({ path }) => textOf(io.cwd, path) === undefined), ...ignored(io.cwd)];
  putAll(io.cwd, changes);
  for (const { path } of wanted) io.out(changes.some((c) => c.path === path) ? `wrote ${path}` : `kept  ${path}`);
  const listed = /"tidegate":/.test(textOf(io.cwd, "package.json") ?? "");
  io.out(`\nnext: ${listed ? "npm install" : "npm install --save-dev tidegate"} && npx tidegate generate`);
  return 0;
};
