import semver from "semver";
import type { Locked } from "./lock.ts";
import type { Tree } from "./tree.ts";

const fits = (version: string, range: string) => {
  // `npm:other@^1` and the like
  const plain = range.replace(/^npm:.*@/, "");
  return semver.validRange(plain) !== null && semver.satisfies(version, plain);
};

const isProject = (key: string) => !key.includes("node_modules/");

/**
 * The command that brings the fixed version: an update where everyone who asks for the package allows it, an install where the
 * project itself asks for it, else an override.
 */
export function fixCommand({ name, key }: Locked, fixedIn: string, { dependents }: Tree): string {
  const asking = dependents(key);
  if (asking.length > 0 && asking.every(({ range }) => fits(fixedIn, range))) return `npm update ${name}`;
  const own = asking.find((dependent) => isProject(dependent.key));
  if (own && asking.every((dependent) => isProject(dependent.key) || fits(fixedIn, dependent.range)))
    return `npm install${own.dev ? " --save-dev" : ""} ${name}@${fixedIn}${own.key === "" ? "" : ` --workspace ${own.key}`}`;
  return `npm pkg set 'overrides[${name}]=${fixedIn}' && npm install`;
}
