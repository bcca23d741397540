import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Change, putAll, textOf } from "../generate/files.ts";
import { type Command, UsageError } from "../io.ts";
import { repositoryAt } from "../rehearse/repository.ts";
import { firstWorkflow, type Project, packageJson, tsconfig } from "./files.ts";
import { ownRelease, type Release } from "./release.ts";
import { isEmpty, shopFiles } from "./shop.ts";

const usage = `Usage: tidegate init

Starts a project here. In a repository with nothing in it: a shop of one service that is tested, built, scanned and carried
through staging to production, to rehearse and then to make your own. In any other: a first workflow in workflows-src. Both with
settings for the compiler and lines in .gitignore. What is there already stays as it is.`;

function kindOf(root: string): Project["kind"] {
  const manifest = textOf(root, "package.json");
  if (manifest !== undefined && /"test":\s*"/.test(manifest)) return "npm";
  const python = ["pyproject.toml", "setup.py", "requirements.txt"].some((name) => existsSync(join(root, name)));
  return python ? "python" : "other";
}

/** `.tidegate` holds what can be made again: maps from YAML to TypeScript, rehearsals. */
function ignored(root: string, names: readonly string[]): readonly Change[] {
  const text = textOf(root, ".gitignore") ?? "";
  const lines = text.split("\n").map((line) => line.trim().replace(/^\/|\/$/g, ""));
  const more = names.filter((name) => !lines.includes(name));
  if (more.length === 0) return [];
  const before = `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}`;
  return [{ path: ".gitignore", text: `${before}${more.map((name) => `${name}/\n`).join("")}` }];
}

function filesFor(root: string, release: Release, name: string | undefined): readonly Change[] {
  const kind = kindOf(root);
  const common = [
    { path: "workflows-src/tsconfig.json", text: tsconfig },
    { path: "package.json", text: packageJson({ kind, version: release.version }) },
  ];
  if (textOf(root, "tidegate.config.ts") !== undefined) return common;
  if (isEmpty(root)) return [...shopFiles(name, release), ...common];
  return [{ path: "workflows-src/ci.ts", text: firstWorkflow({ kind, version: release.version }) }, ...common];
}

/** As the remote is called; a name that git made up for a folder is none of GitHub's. */
const gitHubName = async (root: string): Promise<string | undefined> => {
  const repository = await repositoryAt(root);
  return repository === undefined || repository.origin === "" ? undefined : repository.name;
};

/** What is to be typed now. A package.json that is there is its owner's to change. */
function nextSteps(root: string): string {
  const manifest = textOf(root, "package.json") ?? "";
  const module = /"type":\s*"module"/.test(manifest) ? [] : ["npm pkg set type=module"];
  const install = /"tidegate":/.test(manifest) ? "npm install" : "npm install --save-dev tidegate";
  return [...module, install, "npx tidegate generate"].join(" && ");
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
  const release = ownRelease();
  const name = await gitHubName(io.cwd);
  const wanted = filesFor(io.cwd, release, name);
  const shop = wanted.some(({ path }) => path === "tidegate.lock.json");
  const changes = [
    ...wanted.filter(({ path }) => textOf(io.cwd, path) === undefined),
    ...ignored(io.cwd, [...(shop ? ["node_modules"] : []), ".tidegate"]),
  ];
  putAll(io.cwd, changes);
  for (const { path } of wanted) io.out(changes.some((c) => c.path === path) ? `wrote ${path}` : `kept  ${path}`);
  if (shop && name === undefined)
    io.out("\nthere is no remote yet: write your repository's name for acme/hello-shop in tidegate.config.ts");
  if (shop && release.commit === undefined)
    io.out(
      "\nthis copy of tidegate is of no release: before you push, write a release's commit into tidegate.lock.json",
    );
  io.out(`\nnext: ${nextSteps(io.cwd)}`);
  return 0;
};
