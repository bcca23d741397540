import { readFileSync, writeFileSync } from "node:fs";
import type { Connection } from "../connect.ts";

/** Changes a file; one in which there is nothing to change is no longer what it was written for. */
export function rewrite(path: string, change: (text: string) => string): void {
  const text = readFileSync(path, "utf8");
  const changed = change(text);
  if (changed === text) throw new Error(`expected something to change in ${path}`);
  writeFileSync(path, changed);
}

/** A Dockerfile whose bases are the engine's: no public registry is asked. */
export const withBases =
  ({ node, python }: Connection["images"]) =>
  (dockerfile: string): string =>
    dockerfile
      .replace(/^ARG NODE_BASE=.*$/m, `ARG NODE_BASE=${node}`)
      .replace(/^ARG PYTHON_BASE=.*$/m, `ARG PYTHON_BASE=${python}`);
