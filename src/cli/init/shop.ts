/** The shop that a new project begins with: one service, from a push through staging to gated production. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Change } from "../generate/files.ts";
import { lockText } from "../pins/lock.ts";
import type { Release } from "./release.ts";

const example = join(import.meta.dirname, "../../../examples/hello-shop");

/** Nobody has begun here yet: what a new repository and an installed package leave behind does not count. */
const beginnings = /^(?:\..*|node_modules|package(?:-lock)?\.json|(?:README|LICEN[CS]E)(?:\.\w+)?)$/i;
export const isEmpty = (root: string): boolean => readdirSync(root).every((name) => beginnings.test(name));

const noCommit = "0".repeat(40);

/** The configuration with the repository's own name; registries take lower case alone. */
const named = (text: string, repository: string): string =>
  text
    .replace('namespace: "acme/hello-shop"', `namespace: "${repository.toLowerCase()}"`)
    .replace('repository: "acme/hello-shop"', `repository: "${repository}"`);

/** Its files, for a repository that GitHub knows as `repository`. */
export function shopFiles(repository: string | undefined, { version, commit = noCommit }: Release): readonly Change[] {
  const files = readdirSync(example, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(example, join(entry.parentPath, entry.name)))
    .sort();
  const lock = lockText({ "tidegate/tidegate": { tag: `v${version}`, commit } });
  return [
    ...files.map((path) => {
      const text = readFileSync(join(example, path), "utf8");
      return { path, text: path === "tidegate.config.ts" && repository !== undefined ? named(text, repository) : text };
    }),
    { path: "tidegate.lock.json", text: lock },
  ];
}
