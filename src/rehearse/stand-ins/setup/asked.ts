import { existsSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import semver from "semver";
import type { StandInContext } from "../../runner/actions/manifest.ts";

/** A program that comes in versions, and how a workflow says which one. */
export interface Versioned {
  /** `Node` */
  readonly name: string;
  /** `actions/setup-node` */
  readonly action: string;
  /** the inputs: the version itself, and the file that holds it */
  readonly version: string;
  readonly file: string;
  /** its names in a `.tool-versions` */
  readonly tools: readonly string[];
  /** the version in a file of this name; nothing: it is the file's first line */
  readonly inFile: (file: string, text: string) => string | undefined;
  /** what a version asks for as a range; nothing: it is none of this program's usual ones */
  readonly range: (asked: string) => string | undefined;
}

type Given = Pick<StandInContext, "inputs" | "workspace">;

function fromFile({ tools, inFile }: Versioned, path: string): string {
  const text = readFileSync(path, "utf8");
  if (basename(path) === ".tool-versions")
    return (
      text.split("\n").flatMap((line) => {
        const [tool = "", version = ""] = line.trim().split(/\s+/);
        return tools.includes(tool) ? [version] : [];
      })[0] ?? ""
    );
  return inFile(basename(path), text) ?? text.trim().split("\n")[0]?.trim() ?? "";
}

/** The versions that a step asks for; a problem where it names a file that is not there. */
export function askedVersions(what: Versioned, { inputs, workspace }: Given): readonly string[] | { problem: string } {
  const own = (inputs[what.version] ?? "").split("\n").flatMap((line) => line.trim() || []);
  const file = inputs[what.file];
  if (own.length > 0 || !file) return own;
  const path = resolve(workspace, file);
  if (!existsSync(path)) return { problem: `${what.file}: ${file} is not there` };
  return [fromFile(what, path)].filter((version) => version !== "");
}

/** Whether a version is one that was asked for. */
export function fits({ range }: Versioned, asked: string, have: string): boolean {
  const wanted = range(asked);
  const checked = wanted === undefined ? null : semver.validRange(wanted);
  return checked !== null && semver.satisfies(have, checked);
}

/** What is to be done where it is not there. */
export const unmet = ({ name, action }: Versioned, asked: string, have: string | undefined): string =>
  have === undefined
    ? `${name} was not found: install ${name}${asked ? ` ${asked}` : ""}, then rehearse again`
    : `the workflow asks for ${name} ${asked}, installed is ${have}: install it, put another one first on PATH, or take ${have} all the same with --skip ${action}`;
