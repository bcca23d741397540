import { parseSync } from "oxc-parser";
import { type Folder, folders } from "./table.ts";

export interface SourceFile {
  /** from the repository's root, with forward slashes */
  readonly path: string;
  readonly text: string;
}

export interface ImportFinding {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** Every module a file names: static, dynamic with a literal, re-exported, types included. */
function importsOf(file: SourceFile): { specifier: string; line: number }[] {
  const { module } = parseSync(file.path, file.text);
  const line = (offset: number) => file.text.slice(0, offset).split("\n").length;
  const found = module.staticImports.map((i) => ({ specifier: i.moduleRequest.value, line: line(i.start) }));
  for (const group of module.staticExports)
    for (const entry of group.entries)
      if (entry.moduleRequest) found.push({ specifier: entry.moduleRequest.value, line: line(entry.start) });
  for (const dynamic of module.dynamicImports) {
    const literal = /^["'`]([^"'`$]+)["'`]$/.exec(
      file.text.slice(dynamic.moduleRequest.start, dynamic.moduleRequest.end),
    );
    if (literal?.[1]) found.push({ specifier: literal[1], line: line(dynamic.start) });
  }
  return found;
}

/** `a/b/../c` in → `a/c` out, relative to the folder of the importing file. */
function resolve(from: string, specifier: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** The pattern `actions/*` stands for each action's folder; a pattern that ends in `.ts` for that file only. */
function matches(pattern: string, path: string): boolean {
  if (pattern === "*") return true;
  const expression = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]+");
  return new RegExp(`^${expression}(/|$)`).test(path);
}

/** The folder of the table a path lies in, as it stands on disk: `actions/test` for `actions/test/main.ts`. */
function home(path: string): { root: string; folder: Folder } | undefined {
  for (const [pattern, folder] of Object.entries(folders)) {
    if (!matches(pattern, path)) continue;
    return { root: path.split("/").slice(0, pattern.split("/").length).join("/"), folder };
  }
  return undefined;
}

const isTest = (path: string) => /\.test(-d)?\.ts$/.test(path);

export function checkImports(files: readonly SourceFile[]): ImportFinding[] {
  const findings: ImportFinding[] = [];
  for (const file of files) {
    const lives = home(file.path);
    if (!lives) {
      if (file.path.startsWith("src/"))
        findings.push({
          path: file.path,
          line: 1,
          message:
            "lies in no folder of tools/imports/table.ts: move it, or add the folder there with what it may import",
        });
      continue;
    }
    if (isTest(file.path)) continue;
    for (const { specifier, line } of importsOf(file)) {
      if (!specifier.startsWith(".")) {
        if (lives.folder.pure && specifier.startsWith("node:"))
          findings.push({
            path: file.path,
            line,
            message: `${lives.root} is pure and may not import ${specifier}: take what it gives as an argument`,
          });
        continue;
      }
      const target = resolve(file.path, specifier);
      if (target === lives.root || target.startsWith(`${lives.root}/`)) continue;
      if (lives.folder.mayImport.some((pattern) => matches(pattern, target))) continue;
      const allowed = lives.folder.mayImport.join(", ") || "nothing of ours";
      findings.push({
        path: file.path,
        line,
        message: `${lives.root} may not import ${target}; it may import ${allowed}`,
      });
    }
  }
  return findings;
}
